// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/export.h>

#include <QtCore/QList>
#include <QtCore/QObject>
#include <QtCore/QString>

#include <chrono>

namespace Spawn {

// A WorkerPool at one moment, as another process sees it. Values only; moments are milliseconds
// since the epoch, UTC. Who a worker is, its memory and its times are with its command
// (SpawnerSnapshot::commands).

struct ASYNCSPAWNER_EXPORT WorkerSnapshot
{
    Q_GADGET
public:
    enum class State {
        Starting,
        Running,
        Blocked, // does not keep up with what it is sent
        Paused, // has asked for it
        Leaving, // removed, or to be replaced
    };
    Q_ENUM(State)

    quint64 command = 0; // the id of its process
    State state = State::Starting;
    qint64 outstanding = 0; // messages given and not answered
    quint64 handled = 0; // messages that it has sent back

    bool operator==(const WorkerSnapshot &) const = default;
};

// The workers of a pool that run the same program.
struct PoolProgramSnapshot
{
    QString program;
    int wanted = 0; // workers
    bool gaveUp = false; // no more of them are started
    qint64 nextStart = 0; // when there are fewer than wanted; 0: as soon as can be
    qint64 queued = 0; // messages that no worker has been given
    quint64 sent = 0; // and the rest since the program was added
    quint64 received = 0;
    quint64 redelivered = 0;
    quint64 dropped = 0;
    int started = 0;
    int finished = 0;
    QList<WorkerSnapshot> workers; // in the order of their commands

    bool operator==(const PoolProgramSnapshot &) const = default;
};

struct PoolSnapshot
{
    quint64 number = 0; // of the monitor's server
    QString name; // QObject::objectName(); may be empty
    bool paused = false;
    QList<PoolProgramSnapshot> programs;

    bool operator==(const PoolSnapshot &) const = default;
};

// A worker that is no more, and why.
struct ASYNCSPAWNER_EXPORT WorkerEnd
{
    Q_GADGET
public:
    enum class Reason {
        Exited, // by itself
        Crashed, // ended by a signal that was not the pool's
        FailedToStart,
        Removed, // as there were to be fewer
        Replaced, // a restart was asked for
        PausedForTooLong,
        Asked, // it said that it wanted to be replaced
        Stopped, // with all of the pool
    };
    Q_ENUM(Reason)

    quint64 number = 0; // counts up, for a selection to hold on to
    quint64 pool = 0;
    QString program;
    quint64 command = 0;
    qint64 processId = 0; // 0: it was not started
    qint64 time = 0;
    std::chrono::milliseconds uptime{0};
    Reason reason = Reason::Exited;
    int exitCode = -1; // -1 unless it exited by itself
    int signalNumber = 0;
    quint64 handled = 0;
    int sentAgain = 0; // messages that it had not answered, and another one gets
    int dropped = 0; // messages that were lost with it
    std::chrono::milliseconds backOff{0}; // until the next one is started
    QString text; // one sentence

    bool operator==(const WorkerEnd &) const = default;
};

} // namespace Spawn
