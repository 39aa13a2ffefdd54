// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logmodel.h"

#include <QtCore/QSortFilterProxyModel>

#include <array>

namespace Spawn {

// Those of a LogModel of some levels, of one category, and that say a text.
class LogFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit LogFilter(QObject *parent = nullptr);

    void setLevel(LogLevel level, bool shown);
    bool isShown(LogLevel level) const { return m_levels[size_t(level)]; }
    void setCategory(const QString &category); // empty: all
    void setText(const QString &text); // "#806" is what is about that command
    QString text() const { return m_text; }
    bool hidesLevels() const;
    bool isFiltering() const;

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const override;

private:
    std::array<bool, LogLevels> m_levels{true, true, true, true};
    QString m_category;
    QString m_text;
};

} // namespace Spawn
