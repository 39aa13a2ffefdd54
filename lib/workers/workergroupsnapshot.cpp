// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "workers/workergroup.h"

#include "spawner/signalname.h"
#include "workers/worker_p.h"

#include <QtCore/QDateTime>

#include <algorithm>

// A group as a monitor sees it.

namespace Spawn {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

static WorkerSnapshot::State stateOf(const PoolMember &member)
{
    if (member.leaving)
        return WorkerSnapshot::State::Leaving;
    if (member.paused)
        return WorkerSnapshot::State::Paused;
    if (member.worker->state() == Worker::State::Starting)
        return WorkerSnapshot::State::Starting;
    return member.blocked || member.behind ? WorkerSnapshot::State::Blocked : WorkerSnapshot::State::Running;
}

PoolProgramSnapshot WorkerGroup::snapshot() const
{
    PoolProgramSnapshot snapshot;
    snapshot.program = m_program;
    snapshot.wanted = m_wanted;
    snapshot.gaveUp = m_gaveUp;
    if (m_next.isActive())
        snapshot.nextStart = QDateTime::currentMSecsSinceEpoch() + m_next.remainingTime();
    snapshot.queued = static_cast<qint64>(m_queue.size());
    snapshot.sent = m_statistics.sent;
    snapshot.received = m_statistics.received;
    snapshot.redelivered = m_statistics.redelivered;
    snapshot.dropped = m_statistics.dropped;
    snapshot.started = m_statistics.started;
    snapshot.finished = m_statistics.finished;
    for (const auto &member : m_members) {
        snapshot.workers.append({WorkerPrivate::of(member->worker)->commandId, stateOf(*member),
                                 member->outstanding(), member->handled});
    }
    std::sort(snapshot.workers.begin(), snapshot.workers.end(),
              [](const WorkerSnapshot &a, const WorkerSnapshot &b) { return a.command < b.command; });
    return snapshot;
}

static QString howText(const WorkerEnd &end, const CommandResult &result)
{
    switch (end.reason) {
    case WorkerEnd::Reason::FailedToStart:
        return result.errorString();
    case WorkerEnd::Reason::Removed:
        return u"removed"_s;
    case WorkerEnd::Reason::Replaced:
        return u"restarted, as was asked"_s;
    case WorkerEnd::Reason::PausedForTooLong:
        return u"replaced: its pause took too long"_s;
    case WorkerEnd::Reason::Asked:
        return u"replaced, as it has asked"_s;
    case WorkerEnd::Reason::Stopped:
        return u"stopped with its pool"_s;
    case WorkerEnd::Reason::Exited:
    case WorkerEnd::Reason::Crashed:
        break;
    }
    if (end.signalNumber != 0)
        return u"ended by %1"_s.arg(signalName(end.signalNumber));
    return u"exited with code %1"_s.arg(end.exitCode);
}

WorkerEnd WorkerGroup::describeEnd(const PoolMember &member, int exitCode, int signalNumber) const
{
    const WorkerPrivate &worker = *WorkerPrivate::of(member.worker);
    WorkerEnd end;
    end.program = m_program;
    end.command = worker.commandId;
    end.processId = worker.processId;
    end.time = QDateTime::currentMSecsSinceEpoch();
    end.uptime = milliseconds(member.lifetime.elapsed());
    end.exitCode = exitCode;
    end.signalNumber = signalNumber;
    end.handled = member.handled;
    if (member.leaving)
        end.reason = *member.leaving;
    else if (worker.result.error == CommandResult::Error::FailedToStart)
        end.reason = WorkerEnd::Reason::FailedToStart;
    else
        end.reason = signalNumber != 0 ? WorkerEnd::Reason::Crashed : WorkerEnd::Reason::Exited;
    end.text = howText(end, worker.result);
    return end;
}

} // namespace Spawn
