// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/historymodel.h"

#include <monitoring/spawnersnapshot.h>

namespace Spawn {

// The workers that are no more, newest first.
class WorkerEndModel final : public HistoryModel<WorkerEnd>
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

    using HistoryModel::HistoryModel;

    void setEnds(const QList<WorkerEnd> &oldestFirst, qint64 now) { setHistory(oldestFirst, now); }

    int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

} // namespace Spawn
