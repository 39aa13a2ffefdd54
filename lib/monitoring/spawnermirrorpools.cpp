// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/numberedlist.h"
#include "monitoring/spawnermirror.h"

// The pools of a spawner, as their own thread describes them.

namespace Spawn {

using namespace Qt::StringLiterals;

static constexpr int KeptWorkerEnds = 500;

void SpawnerMirror::setPool(const PoolSnapshot &pool)
{
    setNumber(m_snapshot.pools, pool);
    m_changes.pools = true;
}

void SpawnerMirror::removePool(quint64 number)
{
    removeNumber(m_snapshot.pools, number);
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
    appendBounded(m_snapshot.workerEnds, end, KeptWorkerEnds);
    m_changes.workerEnds.append(std::move(end));
}

} // namespace Spawn
