// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/historymodel.h"

#include <monitoring/spawnersnapshot.h>

#include <QtCore/QHash>

namespace Spawn {

// The workers of clusters that are no more, newest first.
class ClusterEndModel final : public HistoryModel<ClusterWorkerEnd>
{
    Q_OBJECT
public:
    enum Column {
        WhenColumn,
        NameColumn,
        WorkerColumn,
        ProcessColumn,
        CauseColumn,
        UptimeColumn,
        CutColumn,
        AcceptedColumn,
        RequestsColumn,
        BackOffColumn,
        ColumnCount,
    };

    using HistoryModel::HistoryModel;

    void setEnds(const SpawnerSnapshot &snapshot, qint64 now);
    void clear(); // numbers of another application mean others

    int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString cellText(const ClusterWorkerEnd &end, int column) const;
    QVariant sortValue(const ClusterWorkerEnd &end, int column) const;

    QHash<quint64, QString> m_names; // of clusters, also of those that are gone
};

} // namespace Spawn
