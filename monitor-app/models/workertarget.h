// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/poolpart.h"

#include <workers/poolsnapshot.h>

namespace Spawn {

// Workers of one program, as something is asked of them.
struct WorkerTarget
{
    quint64 pool = 0;
    QString program;
    QList<quint64> workers; // their commands
    bool all = false; // these, and whoever else is there by then
    qint64 queued = 0; // messages that wait for the program
};

QList<WorkerTarget> workerTargets(const QList<PoolSnapshot> &pools, const QList<PoolPart> &parts);

} // namespace Spawn
