// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/cellrole.h"

#include <monitoring/spawnersnapshot.h>

#include <QtCore/QAbstractTableModel>

namespace Spawn {

// The workers that are no more, newest first.
class WorkerEndModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        WhenColumn,
        WorkerColumn,
        ProcessColumn,
        CauseColumn,
        UptimeColumn,
        HandledColumn,
        SentAgainColumn,
        LostColumn,
        BackOffColumn,
        ColumnCount,
    };

    using QAbstractTableModel::QAbstractTableModel;

    // Rows that stay keep their indexes.
    void setEnds(const QList<WorkerEnd> &oldestFirst, qint64 now);
    const WorkerEnd &at(int row) const { return m_ends.at(row); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<WorkerEnd> m_ends; // newest first
    qint64 m_now = 0; // as the column When was last written
};

} // namespace Spawn
