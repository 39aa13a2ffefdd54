// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "workers/workergroup.h"

#include "workers/worker_p.h"

#include <QtCore/QRandomGenerator>

#include <algorithm>
#include <utility>

// How many workers there are. What they are sent is in workergroupmessages.cpp.

namespace Spawn {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

static constexpr auto LeavingTime = 2s; // to say what there is to say, before SIGTERM
static constexpr auto LongestBackOff = 30s;
static constexpr auto HealthyAfter = 5s;

WorkerGroup::WorkerGroup(AsyncSpawner *spawner, const Command &command,
                         const PoolSettings &settings, QObject *parent)
    : QObject(parent), m_spawner(spawner), m_command(command), m_program(command.program()),
      m_settings(settings)
{
    m_next.setSingleShot(true);
    m_next.setTimerType(Qt::PreciseTimer);
    connect(&m_next, &QTimer::timeout, this, &WorkerGroup::startDue);
}

WorkerGroup::~WorkerGroup()
{
    for (const auto &member : m_members)
        member->worker->disconnect(this); // they are children, and deleted later
}

PoolMember *WorkerGroup::find(const Worker *worker) const
{
    const auto found
        = std::find_if(m_members.begin(), m_members.end(),
                       [worker](const auto &member) { return member->worker == worker; });
    return found == m_members.end() ? nullptr : found->get();
}

int WorkerGroup::liveCount() const
{
    return static_cast<int>(std::count_if(m_members.begin(), m_members.end(),
                                          [](const auto &member) { return !member->leaving; }));
}

QList<Worker *> WorkerGroup::workers() const
{
    QList<Worker *> workers;
    for (const auto &member : m_members) {
        if (!member->leaving)
            workers.append(member->worker);
    }
    return workers;
}

void WorkerGroup::addTo(PoolStatistics &statistics) const
{
    for (const auto &member : m_members) {
        statistics.outstanding += member->outstanding();
        if (member->leaving)
            continue;
        ++statistics.workers;
        statistics.pausedWorkers += member->paused ? 1 : 0;
        statistics.blockedWorkers += member->blocked || member->behind ? 1 : 0;
    }
    statistics.queued += static_cast<qsizetype>(m_queue.size());
    statistics.sent += m_statistics.sent;
    statistics.received += m_statistics.received;
    statistics.redelivered += m_statistics.redelivered;
    statistics.dropped += m_statistics.dropped;
    statistics.started += m_statistics.started;
    statistics.finished += m_statistics.finished;
}

// ---- How many there are ------------------------------------------------------------------------

void WorkerGroup::add(int count)
{
    m_wanted += count;
    tryAgain();
    startDue();
}

void WorkerGroup::tryAgain()
{
    m_gaveUp = false;
    m_backOff.reset();
    m_next.stop(); // a long wait, if any; startDue() keeps the interval
}

void WorkerGroup::remove(int count)
{
    m_wanted = count < 0 ? 0 : std::max(m_wanted - count, 0);
    // The youngest first: the others have their caches warm.
    const QList<Worker *> live = workers();
    for (qsizetype i = live.size() - 1; i >= 0 && liveCount() > m_wanted; --i) {
        if (PoolMember *const member = find(live[i]))
            retire(*member, WorkerEnd::Reason::Removed);
    }
    if (m_wanted == 0) {
        m_next.stop();
        dropBeyond(0);
        if (m_members.empty())
            Q_EMIT emptied();
    }
}

void WorkerGroup::remove(Worker *worker)
{
    PoolMember *const member = find(worker);
    if (member == nullptr || member->leaving)
        return;
    retire(*member, WorkerEnd::Reason::Removed);
    remove(1);
}

void WorkerGroup::stop(milliseconds grace)
{
    m_wanted = 0;
    m_next.stop();
    m_toRestart.clear();
    for (const auto &member : m_members) {
        member->leaving = WorkerEnd::Reason::Stopped;
        Worker *const worker = member->worker;
        WorkerPrivate::of(worker)->terminateNow();
        member->deadline.disconnect();
        connect(&member->deadline, &QTimer::timeout, worker, &Worker::kill);
        member->deadline.start(grace);
    }
    const QPointer<WorkerGroup> guard(this);
    dropBeyond(0);
    if (guard && m_members.empty())
        Q_EMIT emptied();
}

void WorkerGroup::startDue()
{
    while (liveCount() < m_wanted && !m_gaveUp && !m_next.isActive()) {
        const milliseconds since(m_sinceStart.isValid() ? m_sinceStart.elapsed() : 0);
        if (m_sinceStart.isValid() && since < m_settings.respawnInterval) {
            m_next.start(m_settings.respawnInterval - since);
            return;
        }
        startOne();
    }
}

void WorkerGroup::startOne()
{
    m_sinceStart.start();
    Worker *const worker = forkWorker(m_spawner, m_command, this);
    m_members.push_back(std::make_unique<PoolMember>(worker));
    PoolMember *const member = m_members.back().get();
    WorkerPrivate::of(worker)->setReading(m_reading);
    member->deadline.setSingleShot(true);
    ++m_statistics.started;
    connect(worker, &Worker::started, this, [this, worker] {
        const QPointer<WorkerGroup> guard(this);
        Q_EMIT workerStarted(worker);
        if (guard)
            dispatch();
        if (guard)
            restartNext();
    });
    connect(worker, &Worker::messageReceived, this,
            [this, member](const QJsonValue &message) { received(*member, message); });
    connect(worker, &Worker::drained, this, [this, member] {
        member->blocked = false;
        dispatch();
    });
    connect(worker, &Worker::disconnected, this, [this, worker] { Q_EMIT workerDisconnected(worker); });
    connect(worker, &Worker::errorOccurred, this,
            [this, worker](Worker::Error error) { Q_EMIT workerErrorOccurred(worker, error); });
    connect(worker, &Worker::finished, this,
            [this, worker](int code, int signal) { ended(worker, code, signal); });
}

void WorkerGroup::retire(PoolMember &member, WorkerEnd::Reason reason)
{
    if (member.leaving)
        return;
    member.leaving = reason;
    Worker *const worker = member.worker;
    member.deadline.disconnect();
    connect(&member.deadline, &QTimer::timeout, worker, &Worker::terminate);
    member.deadline.start(LeavingTime);
    if (member.unanswered.empty())
        letGo(member);
}

// Not before it has answered: Node closes its own end as well when it reads the end of ours, and
// loses what it was about to say.
void WorkerGroup::letGo(PoolMember &member)
{
    if (WorkerPrivate::of(member.worker)->isOpen())
        member.worker->disconnectChannel();
}

void WorkerGroup::restart(const QList<Worker *> &workers)
{
    tryAgain();
    for (Worker *const worker : workers)
        m_toRestart.emplace_back(worker);
    startDue();
    restartNext();
}

// One at a time: the next when the last one's successor is at work.
void WorkerGroup::restartNext()
{
    const auto running = std::count_if(m_members.begin(), m_members.end(), [](const auto &member) {
        return !member->leaving && member->worker->state() == Worker::State::Running;
    });
    if (running < m_wanted)
        return;
    while (!m_toRestart.empty()) {
        const QPointer<Worker> worker = m_toRestart.front();
        m_toRestart.pop_front();
        PoolMember *const member = worker ? find(worker) : nullptr;
        if (member == nullptr || member->leaving)
            continue;
        retire(*member, WorkerEnd::Reason::Replaced);
        startDue();
        return;
    }
}

// ---- Its end -----------------------------------------------------------------------------------

void WorkerGroup::ended(Worker *worker, int exitCode, int signalNumber)
{
    const QPointer<WorkerGroup> guard(this);
    const auto found
        = std::find_if(m_members.begin(), m_members.end(),
                       [worker](const auto &member) { return member->worker == worker; });
    if (found == m_members.end())
        return;
    const std::unique_ptr<PoolMember> member = std::move(*found);
    m_members.erase(found);
    ++m_statistics.finished;
    worker->deleteLater();
    WorkerEnd end = describeEnd(*member, exitCode, signalNumber);
    if (!member->leaving)
        countEnd(*member);
    if (guard)
        takeBack(std::move(member->unanswered), end);
    if (!guard)
        return;
    if (m_next.isActive())
        end.backOff = m_next.remainingTimeAsDuration();
    Q_EMIT workerEnded(end);
    Q_EMIT workerFinished(worker, exitCode, signalNumber);
    if (!guard)
        return;
    startDue();
    dispatch();
    if (guard)
        restartNext();
    if (guard && m_members.empty() && m_wanted == 0)
        Q_EMIT emptied();
}

void WorkerGroup::countEnd(const PoolMember &member)
{
    if (member.handled > 0)
        m_backOff.reset();
    RestartSettings settings;
    settings.firstDelay = m_settings.respawnInterval;
    settings.maximumDelay = std::max<milliseconds>(LongestBackOff, m_settings.respawnInterval);
    settings.giveUpAfter = m_settings.giveUpAfter;
    settings.healthyAfter = HealthyAfter;
    const std::optional<milliseconds> delay
        = m_backOff.next(settings, milliseconds(member.lifetime.elapsed()),
                         QRandomGenerator::global()->generateDouble());
    if (!delay) {
        m_gaveUp = true;
        m_next.stop();
        Q_EMIT gaveUp();
    } else if (m_backOff.earlyEnds() > 1) {
        m_next.start(*delay); // else the interval between two starts is enough
    }
}

} // namespace Spawn
