// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/historymodel.h"

#include <jobs/jobsnapshot.h>

namespace Spawn {

// The jobs that have ended, newest first.
class JobEndModel final : public HistoryModel<JobEnd>
{
    Q_OBJECT
public:
    enum Column {
        WhenColumn,
        OutcomeColumn,
        ScriptColumn,
        JobNumberColumn,
        AttemptsColumn,
        WorkerColumn,
        WaitColumn,
        RunColumn,
        ColumnCount,
    };

    using HistoryModel::HistoryModel;

    void setEnds(const QList<JobEnd> &oldestFirst, qint64 now) { setHistory(oldestFirst, now); }

    int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

} // namespace Spawn
