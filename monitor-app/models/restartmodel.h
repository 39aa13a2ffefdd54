// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/historymodel.h"

#include <monitoring/spawnersnapshot.h>

namespace Spawn {

// "Crashed: SIGSEGV", "Exited by itself: code 70".
QString causeText(const HelperExit &exit);
QString causeWord(HelperExit::Reason reason); // "Crashed": a chip
// "3 carried over, 12 sent again"; "nothing was running".
QString workText(const HelperExit &exit);

// The ends of helpers, newest first.
class RestartModel final : public HistoryModel<RestartSnapshot>
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

    using HistoryModel::HistoryModel;

    void setRestarts(const QList<RestartSnapshot> &oldestFirst, qint64 now)
    {
        setHistory(oldestFirst, now);
    }
    int count(HelperExit::Reason reason) const;

    int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

} // namespace Spawn
