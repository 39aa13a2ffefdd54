// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <spawner/helperexit.h>

#include <QtCore/QSortFilterProxyModel>

#include <optional>

namespace Spawn {

// Those of a RestartModel that ended in one way, lately, and say a text.
class RestartFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit RestartFilter(QObject *parent = nullptr);

    void setReason(std::optional<HelperExit::Reason> reason);
    void setText(const QString &text);
    void setSince(qint64 moment); // 0: all
    bool isFiltering() const { return m_reason || !m_text.isEmpty() || m_since != 0; }

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const override;

private:
    std::optional<HelperExit::Reason> m_reason;
    QString m_text;
    qint64 m_since = 0;
};

} // namespace Spawn
