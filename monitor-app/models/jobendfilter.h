// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/jobpart.h"

#include <QtCore/QList>
#include <QtCore/QSortFilterProxyModel>

namespace Spawn {

// Those of a JobEndModel that belonged to some parts of the runners, and say a text.
class JobEndFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit JobEndFilter(QObject *parent = nullptr);

    // None: all. A job that is there has not ended, so it stands for the others of its script; and
    // scripts without a row of their own for all of their runner.
    void setParts(const QList<JobPart> &parts);
    // In a row, in what it was given or has answered; or in the names of these runners, of which a
    // row says nothing.
    void setText(const QString &text, const QList<quint64> &runners);
    void setFailedOnly(bool only);

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const override;

private:
    QList<JobPart> m_parts;
    QString m_text;
    QList<quint64> m_runners;
    bool m_failedOnly = false;
};

} // namespace Spawn
