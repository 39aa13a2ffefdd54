// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "workers/workergroup.h"

#include "workers/worker_p.h"

#include <QtCore/QJsonObject>

#include <algorithm>
#include <iterator>
#include <utility>

// The messages of a group: to a worker, its answers, and back to the queue when it has ended. How
// many workers there are is in workergroup.cpp.

namespace Spawn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// A worker that is so far behind is given nothing before it is half as far: it may take messages
// from its socket faster than it answers them, and keep them all in its memory.
static constexpr size_t MaximumUnanswered = 10'000;
static constexpr qsizetype MaximumUnansweredBytes = 8 << 20;

void WorkerGroup::setReading(bool reading)
{
    m_reading = reading;
    for (const auto &member : m_members)
        WorkerPrivate::of(member->worker)->setReading(reading);
}

bool WorkerGroup::send(const QJsonValue &message, quint64 tag)
{
    const QPointer<WorkerGroup> guard(this);
    m_queue.push_back({message, tag});
    dispatch();
    if (guard)
        dropBeyond(m_settings.maxQueueLength);
    if (!guard)
        return false;
    const bool isReady = m_queue.empty() && !m_settings.paused
        && std::any_of(m_members.begin(), m_members.end(),
                       [](const auto &member) { return member->isReady(); });
    if (!isReady && !std::exchange(m_isFull, true))
        Q_EMIT filled();
    return isReady;
}

void WorkerGroup::dispatch()
{
    if (m_dispatching || m_settings.paused)
        return;
    m_dispatching = true;
    const QPointer<WorkerGroup> guard(this);
    QList<Worker *> ready;
    for (const auto &member : m_members) {
        if (member->isReady())
            ready.append(member->worker);
    }
    while (!m_queue.empty() && !ready.isEmpty()) {
        Worker *const chosen = m_settings.balancer->choose(ready, m_queue.front().value);
        const auto found
            = std::find_if(m_members.begin(), m_members.end(),
                           [chosen](const auto &member) { return member->worker == chosen; });
        if (found == m_members.end() || !ready.contains(chosen))
            break;
        PoolMessage message = std::move(m_queue.front());
        m_queue.pop_front();
        std::rotate(found, found + 1, m_members.end());
        give(*m_members.back(), std::move(message));
        if (!guard)
            return;
        ready.removeOne(chosen);
        if (PoolMember *const member = find(chosen); member != nullptr && member->isReady())
            ready.append(chosen);
    }
    m_dispatching = false;
    if (m_queue.empty() && !ready.isEmpty() && std::exchange(m_isFull, false))
        Q_EMIT drained();
}

void WorkerGroup::give(PoolMember &member, PoolMessage message)
{
    ++m_statistics.sent;
    Worker *const worker = member.worker;
    const NodeChannel &channel = *WorkerPrivate::of(worker)->channel;
    const qsizetype before = channel.bytesToWrite();
    const QJsonValue value = message.value;
    if (m_settings.oneAnswerPerMessage)
        member.unanswered.push_back(std::move(message));
    member.blocked = true; // unless it says otherwise; a slot may have deleted it
    const QPointer<Worker> guard(worker);
    const bool taken = worker->send(value);
    if (!guard)
        return;
    member.blocked = !taken;
    if (m_settings.oneAnswerPerMessage)
        keepUnanswered(member, channel.bytesToWrite() - before);
}

// One that has never answered may be of the kind that does not, unless messages are to be sent
// again. Nothing is waited for then, and of old messages only their number is kept, so that answers
// find theirs if they come after all.
void WorkerGroup::keepUnanswered(PoolMember &member, qsizetype size)
{
    member.unanswered.back().size = size;
    member.unansweredBytes += size;
    const auto isFarBehind = [&member] {
        return member.unanswered.size() >= MaximumUnanswered
            || member.unansweredBytes >= MaximumUnansweredBytes;
    };
    if (member.hasAnswered || m_settings.redeliveryLimit > 0) {
        member.behind = isFarBehind();
        return;
    }
    while (isFarBehind() && member.unanswered.front().tag == 0) {
        member.unansweredBytes -= member.unanswered.front().size;
        member.unanswered.pop_front();
        ++member.forgotten;
    }
}

void WorkerGroup::received(PoolMember &member, const QJsonValue &message)
{
    if (message.isObject() && takeControl(member, message))
        return;
    ++member.handled;
    quint64 tag = 0;
    member.hasAnswered = member.hasAnswered || member.outstanding() > 0;
    if (member.forgotten > 0) {
        --member.forgotten;
    } else if (!member.unanswered.empty()) {
        tag = member.unanswered.front().tag;
        member.unansweredBytes -= member.unanswered.front().size;
        member.unanswered.pop_front();
    }
    ++m_statistics.received;
    if (member.leaving && member.unanswered.empty())
        letGo(member);
    const bool hasCaughtUp = member.behind && member.unanswered.size() <= MaximumUnanswered / 2
        && member.unansweredBytes <= MaximumUnansweredBytes / 2;
    if (hasCaughtUp)
        member.behind = false;
    const QPointer<WorkerGroup> guard(this);
    Q_EMIT messageReceived(message, member.worker);
    if (guard && tag != 0)
        Q_EMIT answered(tag, message);
    if (guard && hasCaughtUp)
        dispatch();
}

bool WorkerGroup::takeControl(PoolMember &member, const QJsonValue &message)
{
    const QString control = message.toObject().value("__forkfriend"_L1).toString();
    if (control == "pause"_L1) {
        if (!std::exchange(member.paused, true) && m_settings.pausedWorkerTimeout > 0ms
            && !member.leaving) {
            member.deadline.disconnect();
            connect(&member.deadline, &QTimer::timeout, this, [this, &member] {
                retire(member, WorkerEnd::Reason::PausedForTooLong);
                startDue();
            });
            member.deadline.start(m_settings.pausedWorkerTimeout);
        }
        Q_EMIT workerPaused(member.worker);
        return true;
    }
    if (control == "drain"_L1) {
        if (std::exchange(member.paused, false) && !member.leaving)
            member.deadline.stop();
        dispatch();
        return true;
    }
    if (control == "end"_L1) {
        retire(member, WorkerEnd::Reason::Asked);
        startDue();
        return true;
    }
    return false;
}

// The worker worked at the oldest when it ended. The others had its attention as well, if it is one
// that does several things at a time, but nothing says that it was for one of them that it ended.
void WorkerGroup::takeBack(std::deque<PoolMessage> unanswered, WorkerEnd &end)
{
    const QPointer<WorkerGroup> guard(this);
    if (!unanswered.empty())
        ++unanswered.front().losses;
    std::deque<PoolMessage> again;
    for (PoolMessage &message : unanswered) {
        if (m_settings.redeliveryLimit > 0 && message.losses <= m_settings.redeliveryLimit
            && m_wanted > 0) {
            again.push_back(std::move(message));
        } else {
            ++end.dropped;
            drop(message);
            if (!guard)
                return;
        }
    }
    end.sentAgain = static_cast<int>(again.size());
    m_statistics.redelivered += again.size();
    m_queue.insert(m_queue.begin(), std::make_move_iterator(again.begin()),
                   std::make_move_iterator(again.end()));
    // Who sends is to wait, else the next message would find too many here, and they are dropped.
    if (!m_queue.empty() && !std::exchange(m_isFull, true))
        Q_EMIT filled();
}

void WorkerGroup::dropBeyond(qsizetype length)
{
    const QPointer<WorkerGroup> guard(this);
    while (guard && static_cast<qsizetype>(m_queue.size()) > length) {
        const PoolMessage message = std::move(m_queue.front());
        m_queue.pop_front();
        drop(message);
    }
}

void WorkerGroup::drop(const PoolMessage &message)
{
    ++m_statistics.dropped;
    const QPointer<WorkerGroup> guard(this);
    Q_EMIT messageDropped(message.value);
    if (guard && message.tag != 0)
        Q_EMIT lost(message.tag);
}

} // namespace Spawn
