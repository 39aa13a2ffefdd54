// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/asyncspawner.h"

#include "spawner/asyncspawner_p.h"
#include "spawner/commandreply_p.h"
#include "spawner/spawnerobservers.h"

#include <algorithm>

namespace Spawn {

AsyncSpawner::AsyncSpawner(QObject *parent)
    : QObject(parent), d(std::make_unique<AsyncSpawnerPrivate>(this))
{
    tellOfSpawner(this);
}

AsyncSpawner::~AsyncSpawner() = default;

void AsyncSpawner::start()
{
    d->destroyed = false;
    d->post(Request::Start{});
}

CommandReply *AsyncSpawner::aspawn(const QStringList &argv)
{
    return aspawn(Command(argv));
}

CommandReply *AsyncSpawner::aspawn(const Command &command)
{
    return d->aspawn(command, *command.d);
}

void AsyncSpawner::destroy()
{
    if (std::exchange(d->destroyed, true))
        return;
    d->post(Request::Destroy{});
}

AsyncSpawner::State AsyncSpawner::state() const
{
    return d->state;
}

qint64 AsyncSpawner::helperProcessId() const
{
    return d->helperProcessId;
}

int AsyncSpawner::queuedCount() const
{
    return d->queuedCount;
}

int AsyncSpawner::runningCount() const
{
    return d->runningCount;
}

QList<CommandReply *> AsyncSpawner::replies() const
{
    QList<CommandReply *> replies = d->replies.values();
    std::sort(replies.begin(), replies.end(),
              [](const CommandReply *a, const CommandReply *b) { return a->id() < b->id(); });
    return replies;
}

int AsyncSpawner::maxRunningCount() const
{
    return d->settings.maxRunningCount;
}

void AsyncSpawner::setMaxRunningCount(int count)
{
    d->settings.maxRunningCount = std::max(count, 0);
    d->configure();
}

int AsyncSpawner::maxQueueLength() const
{
    return d->settings.maxQueueLength;
}

void AsyncSpawner::setMaxQueueLength(int length)
{
    d->settings.maxQueueLength = std::max(length, 0);
    d->configure();
}

QList<HelperExit> AsyncSpawner::restartHistory() const
{
    return d->history;
}

RestartPolicy AsyncSpawner::restartPolicy() const
{
    return d->restartPolicy;
}

void AsyncSpawner::setRestartPolicy(const RestartPolicy &policy)
{
    d->restartPolicy = policy;
    d->settings.restart = {policy.mode == RestartPolicy::Mode::Automatic,
                           policy.firstDelay,
                           policy.maximumDelay,
                           policy.factor,
                           policy.giveUpAfter,
                           policy.healthyAfter};
    d->configure();
}

QString AsyncSpawner::helperProgram() const
{
    return d->settings.helperProgram;
}

void AsyncSpawner::setHelperProgram(const QString &path)
{
    d->settings.helperProgram = path;
    d->configure();
}

std::chrono::milliseconds AsyncSpawner::heartbeatInterval() const
{
    return d->settings.heartbeatInterval;
}

void AsyncSpawner::setHeartbeatInterval(std::chrono::milliseconds interval)
{
    d->settings.heartbeatInterval = std::max(interval, std::chrono::milliseconds(0));
    d->configure();
}

QString AsyncSpawner::controlGroup() const
{
    return d->settings.controlGroup;
}

void AsyncSpawner::setControlGroup(const QString &directory)
{
    d->settings.controlGroup = directory;
    d->configure();
}

void AsyncSpawner::setLogger(Logger *logger)
{
    d->log.setLogger(logger);
}

} // namespace Spawn
