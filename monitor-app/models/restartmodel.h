// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/cellrole.h"

#include <monitoring/spawnersnapshot.h>

#include <QtCore/QAbstractTableModel>

namespace Spawn {

// "Crashed: SIGSEGV", "Exited by itself: code 70".
QString causeText(const HelperExit &exit);
QString causeWord(HelperExit::Reason reason); // "Crashed": a chip
// "3 carried over, 12 sent again"; "nothing was running".
QString workText(const HelperExit &exit);

// The ends of helpers, newest first.
class RestartModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        WhenColumn,
        CauseColumn,
        HelperColumn,
        UptimeColumn,
        BackOffColumn,
        CarriedOverColumn,
        SentAgainColumn,
        ColumnCount,
    };

    using QAbstractTableModel::QAbstractTableModel;

    // Rows that stay keep their indexes.
    void setRestarts(const QList<RestartSnapshot> &oldestFirst, qint64 now);
    const RestartSnapshot &at(int row) const { return m_restarts.at(row); }
    int count(HelperExit::Reason reason) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<RestartSnapshot> m_restarts; // newest first
    qint64 m_now = 0; // as the column When was last written
};

} // namespace Spawn
