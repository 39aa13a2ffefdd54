// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "workers/poolsnapshot.h"
#include "workers/worker_p.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QJsonValue>
#include <QtCore/QTimer>

#include <deque>
#include <optional>

namespace Spawn {

struct PoolMessage
{
    QJsonValue value;
    quint64 tag = 0; // whoever has sent it is told of its answer; 0: nobody
    qsizetype size = 0; // once it has been given
    int losses = 0; // workers that ended while it was the oldest of theirs
};

// A worker in a pool, from its start to its end.
struct PoolMember
{
    explicit PoolMember(Worker *of) : worker(of) { lifetime.start(); }

    bool isReady() const
    {
        return !paused && !blocked && !behind && !leaving && worker->state() == Worker::State::Running
            && WorkerPrivate::of(worker)->isOpen();
    }

    qsizetype outstanding() const
    {
        return static_cast<qsizetype>(unanswered.size() + forgotten);
    }

    Worker *const worker;
    bool paused = false; // has asked for it
    bool blocked = false; // until drained()
    bool behind = false; // with its answers
    std::optional<WorkerEnd::Reason> leaving; // removed, to be replaced, or stopped
    quint64 handled = 0; // messages from it
    bool hasAnswered = false; // one of them was an answer
    std::deque<PoolMessage> unanswered; // the oldest first
    qsizetype unansweredBytes = 0;
    quint64 forgotten = 0; // unanswered ones that were older still
    QElapsedTimer lifetime;
    QTimer deadline; // of its pause, or of its leaving
};

} // namespace Spawn
