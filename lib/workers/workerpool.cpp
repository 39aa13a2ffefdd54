// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "workers/workerpool.h"

#include "workers/poolobserver.h"
#include "workers/workerpool_p.h"

#include <algorithm>
#include <utility>

namespace Spawn {

using std::chrono::milliseconds;

// ---- The groups --------------------------------------------------------------------------------

WorkerGroup *WorkerPoolPrivate::group(const QString &program) const
{
    const auto found = std::find_if(groups.begin(), groups.end(), [&](const WorkerGroup *group) {
        return group->isWanted() && group->program() == program;
    });
    return found == groups.end() ? nullptr : *found;
}

WorkerGroup *WorkerPoolPrivate::groupOf(const Worker *worker) const
{
    const auto found = std::find_if(groups.begin(), groups.end(), [&](const WorkerGroup *group) {
        return group->contains(worker);
    });
    return found == groups.end() ? nullptr : *found;
}

WorkerGroup *WorkerPoolPrivate::make(const Command &command)
{
    auto *const group = new WorkerGroup(spawner, command, settings, q);
    groups.push_back(group);
    group->setReading(reading);
    connectGroup(group);
    return group;
}

void WorkerPoolPrivate::connectGroup(WorkerGroup *group)
{
    QObject::connect(group, &WorkerGroup::messageReceived, q, &WorkerPool::messageReceived);
    QObject::connect(group, &WorkerGroup::workerStarted, q, &WorkerPool::workerStarted);
    QObject::connect(group, &WorkerGroup::workerFinished, q, &WorkerPool::workerFinished);
    QObject::connect(group, &WorkerGroup::workerEnded, this, &WorkerPoolPrivate::workerEnded);
    QObject::connect(group, &WorkerGroup::workerDisconnected, q, &WorkerPool::workerDisconnected);
    QObject::connect(group, &WorkerGroup::workerErrorOccurred, q,
                     &WorkerPool::workerErrorOccurred);
    QObject::connect(group, &WorkerGroup::workerPaused, q, &WorkerPool::workerPaused);
    QObject::connect(group, &WorkerGroup::gaveUp, q,
                     [this, group] { Q_EMIT q->workerGaveUp(group->program()); });
    QObject::connect(group, &WorkerGroup::messageDropped, q,
                     [this, group](const QJsonValue &message) {
                         Q_EMIT q->messageDropped(group->program(), message);
                     });
    QObject::connect(group, &WorkerGroup::answered, this, &WorkerPoolPrivate::answered);
    QObject::connect(group, &WorkerGroup::lost, this, &WorkerPoolPrivate::lost);
    QObject::connect(group, &WorkerGroup::filled, q, [this] {
        if (!std::exchange(full, true))
            Q_EMIT q->paused();
    });
    QObject::connect(group, &WorkerGroup::drained, q, [this] {
        full = false;
        Q_EMIT q->drained();
    });
    // One whose last worker has gone; it may have been wanted again since.
    QObject::connect(
        group, &WorkerGroup::emptied, q,
        [this, group] {
            if (group->isWanted() || !group->isEmpty() || std::erase(groups, group) == 0)
                return;
            group->addTo(gone);
            group->deleteLater();
            tellWhenStopped();
        },
        Qt::QueuedConnection);
}

PoolSnapshot WorkerPoolPrivate::snapshot() const
{
    PoolSnapshot snapshot;
    snapshot.name = q->objectName();
    snapshot.paused = settings.paused;
    for (const WorkerGroup *const group : groups)
        snapshot.programs.append(group->snapshot());
    return snapshot;
}

Worker *WorkerPoolPrivate::worker(quint64 command) const
{
    for (const WorkerGroup *const group : groups) {
        const QList<Worker *> workers = group->workers();
        for (Worker *const worker : workers) {
            if (WorkerPrivate::of(worker)->commandId == command)
                return worker;
        }
    }
    return nullptr;
}

void WorkerPoolPrivate::dispatch()
{
    const QPointer<WorkerPool> guard(q);
    for (WorkerGroup *const group : std::vector<WorkerGroup *>(groups)) {
        if (!guard)
            return;
        group->dispatch();
    }
}

void WorkerPoolPrivate::drop(const QString &program, const QJsonValue &message)
{
    ++gone.dropped;
    Q_EMIT q->messageDropped(program, message);
}

void WorkerPoolPrivate::setReading(bool wanted)
{
    reading = wanted;
    for (WorkerGroup *const group : groups)
        group->setReading(wanted);
}

void WorkerPoolPrivate::tellWhenStopped()
{
    if (stopping && groups.empty() && !std::exchange(stopped, true))
        Q_EMIT q->stopped();
}

// ---- WorkerPool --------------------------------------------------------------------------------

WorkerPool::WorkerPool(AsyncSpawner *spawner, QObject *parent)
    : QObject(parent), d(std::make_unique<WorkerPoolPrivate>(this, spawner))
{
    tellOfPool(this);
}

WorkerPool::~WorkerPool()
{
    for (WorkerGroup *const group : std::exchange(d->groups, {})) {
        group->disconnect(this);
        delete group;
    }
}

void WorkerPool::addWorkers(const QString &program, const QStringList &arguments, int count)
{
    addWorkers(Command(QStringList(program) + arguments), count);
}

void WorkerPool::addWorkers(const Command &command, int count)
{
    if (count <= 0 || d->stopping || !d->spawner)
        return;
    WorkerGroup *group = d->group(command.program());
    if (group == nullptr)
        group = d->make(command);
    group->add(count);
}

void WorkerPool::removeWorkers(const QString &program, int count)
{
    if (WorkerGroup *const group = d->group(program); group != nullptr && count != 0)
        group->remove(count);
}

void WorkerPool::removeWorker(Worker *worker)
{
    if (WorkerGroup *const group = d->groupOf(worker))
        group->remove(worker);
}

QList<Worker *> WorkerPool::workers(const QString &program) const
{
    const WorkerGroup *const group = d->group(program);
    return group == nullptr ? QList<Worker *>() : group->workers();
}

QStringList WorkerPool::programs() const
{
    QStringList programs;
    for (const WorkerGroup *const group : d->groups) {
        if (group->isWanted())
            programs.append(group->program());
    }
    return programs;
}

PoolStatistics WorkerPool::statistics() const
{
    PoolStatistics statistics = d->gone;
    for (const WorkerGroup *const group : d->groups)
        group->addTo(statistics);
    return statistics;
}

bool WorkerPool::send(const QJsonValue &message)
{
    const QPointer<WorkerPool> guard(this);
    const QStringList all = programs();
    if (all.isEmpty())
        d->drop(QString(), message);
    bool ready = !all.isEmpty();
    for (const QString &program : all) {
        if (!guard)
            return false;
        ready = sendTo(program, message) && ready;
    }
    return ready;
}

bool WorkerPool::sendTo(const QString &program, const QJsonValue &message)
{
    if (WorkerGroup *const group = d->group(program))
        return group->send(message);
    d->drop(program, message);
    return false;
}

void WorkerPool::pause()
{
    d->settings.paused = true;
}

void WorkerPool::resume()
{
    if (std::exchange(d->settings.paused, false))
        d->dispatch();
}

void WorkerPool::stop(milliseconds grace)
{
    if (std::exchange(d->stopping, true))
        return;
    const QPointer<WorkerPool> guard(this);
    for (WorkerGroup *const group : std::vector<WorkerGroup *>(d->groups)) {
        if (!guard)
            return;
        group->stop(grace);
    }
    // From the event loop, also when there is nobody to wait for.
    QMetaObject::invokeMethod(
        this, [this] { d->tellWhenStopped(); }, Qt::QueuedConnection);
}

void WorkerPool::restartWorker(Worker *worker)
{
    if (WorkerGroup *const group = d->groupOf(worker))
        group->restart({worker});
}

void WorkerPool::restartWorkers(const QString &program)
{
    if (WorkerGroup *const group = d->group(program))
        group->restart(group->workers());
}

milliseconds WorkerPool::respawnInterval() const
{
    return d->settings.respawnInterval;
}

void WorkerPool::setRespawnInterval(milliseconds interval)
{
    d->settings.respawnInterval = std::max(interval, milliseconds(0));
}

int WorkerPool::maxQueueLength() const
{
    return d->settings.maxQueueLength;
}

void WorkerPool::setMaxQueueLength(int length)
{
    d->settings.maxQueueLength = std::max(length, 0);
}

int WorkerPool::redeliveryLimit() const
{
    return d->settings.redeliveryLimit;
}

void WorkerPool::setRedeliveryLimit(int limit)
{
    d->settings.redeliveryLimit = std::max(limit, 0);
}

bool WorkerPool::oneAnswerPerMessage() const
{
    return d->settings.oneAnswerPerMessage;
}

void WorkerPool::setOneAnswerPerMessage(bool one)
{
    d->settings.oneAnswerPerMessage = one;
}

milliseconds WorkerPool::pausedWorkerTimeout() const
{
    return d->settings.pausedWorkerTimeout;
}

void WorkerPool::setPausedWorkerTimeout(milliseconds timeout)
{
    d->settings.pausedWorkerTimeout = std::max(timeout, milliseconds(0));
}

int WorkerPool::giveUpAfter() const
{
    return d->settings.giveUpAfter;
}

void WorkerPool::setGiveUpAfter(int ends)
{
    d->settings.giveUpAfter = std::max(ends, 0);
}

void WorkerPool::setBalancer(std::unique_ptr<Balancer> balancer)
{
    if (balancer)
        d->settings.balancer = std::move(balancer);
    d->dispatch();
}

} // namespace Spawn
