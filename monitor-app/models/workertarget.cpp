// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workertarget.h"

namespace Spawn {

QList<WorkerTarget> workerTargets(const QList<PoolSnapshot> &pools, const QList<PoolPart> &parts)
{
    QList<WorkerTarget> targets;
    for (const PoolSnapshot &pool : pools) {
        for (const PoolProgramSnapshot &program : pool.programs) {
            const PoolPart whole{pool.number, program.program, 0};
            WorkerTarget target;
            target.all = parts.contains(whole) || parts.contains(PoolPart{pool.number, {}, 0});
            for (const WorkerSnapshot &worker : program.workers) {
                if (target.all
                    || parts.contains(PoolPart{pool.number, program.program, worker.command}))
                    target.workers += worker.command;
            }
            if (!target.all && target.workers.isEmpty())
                continue;
            target.pool = pool.number;
            target.program = program.program;
            target.queued = program.queued;
            targets += target;
        }
    }
    return targets;
}

} // namespace Spawn
