// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/spawnermirror.h"

#include <algorithm>

// The pools of a spawner, as their own thread describes them.

namespace Spawn {

using namespace Qt::StringLiterals;

static constexpr int KeptWorkerEnds = 500;

void SpawnerMirror::setPool(const PoolSnapshot &pool)
{
    const auto found
        = std::find_if(m_snapshot.pools.begin(), m_snapshot.pools.end(),
                       [&](const PoolSnapshot &known) { return known.number == pool.number; });
    if (found == m_snapshot.pools.end())
        m_snapshot.pools.append(pool);
    else
        *found = pool;
    m_changes.pools = true;
}

void SpawnerMirror::removePool(quint64 number)
{
    m_snapshot.pools.removeIf(
        [number](const PoolSnapshot &pool) { return pool.number == number; });
    m_changes.pools = true;
}

void SpawnerMirror::addWorkerEnd(WorkerEnd end)
{
    using Reason = WorkerEnd::Reason;
    end.number = ++m_workerEndNumber;
    const bool byItself = end.reason == Reason::Exited || end.reason == Reason::Crashed
        || end.reason == Reason::FailedToStart;
    m_now = Clock::now();
    log(byItself ? QtWarningMsg : QtInfoMsg, u"spawn.workers"_s,
        u"%1 (process %2): %3"_s.arg(end.program, QString::number(end.processId), end.text),
        end.command);
    m_snapshot.workerEnds.append(end);
    if (m_snapshot.workerEnds.size() > KeptWorkerEnds)
        m_snapshot.workerEnds.removeFirst();
    m_changes.workerEnds.append(std::move(end));
}

} // namespace Spawn
