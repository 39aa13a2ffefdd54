// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "workers/poolsnapshot.h"
#include "workers/worker_p.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QJsonValue>
#include <QtCore/QTimer>

#include <deque>

namespace Spawn {

struct PoolMessage
{
    QJsonValue value;
    quint64 tag = 0; // whoever has sent it is told of its answer; 0: nobody
    int losses = 0; // workers that ended while it was the oldest of theirs
};

// A worker in a pool, from its start to its end.
struct PoolMember
{
    explicit PoolMember(Worker *of) : worker(of) { lifetime.start(); }

    bool isReady() const
    {
        return !paused && !blocked && !leaving && worker->state() == Worker::State::Running
            && WorkerPrivate::of(worker)->isOpen();
    }

    Worker *const worker;
    bool paused = false; // has asked for it
    bool blocked = false; // until drained()
    bool leaving = false; // removed, to be replaced, or stopped
    WorkerEnd::Reason leavingFor = WorkerEnd::Reason::Exited;
    quint64 handled = 0; // messages from it
    std::deque<PoolMessage> unanswered; // the oldest first
    QElapsedTimer lifetime;
    QTimer deadline; // of its pause, or of its leaving
};

} // namespace Spawn
