// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "workers/workergroup.h"
#include "workers/workerpool.h"

#include <QtCore/QPointer>

#include <vector>

namespace Spawn {

class WorkerPoolPrivate final : public QObject
{
    Q_OBJECT
public:
    WorkerPoolPrivate(WorkerPool *pool, AsyncSpawner *by) : q(pool), spawner(by) { }

    static WorkerPoolPrivate *of(WorkerPool *pool) { return pool->d.get(); }

    PoolSnapshot snapshot() const;
    Worker *worker(quint64 command) const; // one that is at work; null: there is none
    void setReading(bool reading);

    WorkerGroup *group(const QString &program) const; // one that is wanted
    WorkerGroup *groupOf(const Worker *worker) const;
    WorkerGroup *make(const Command &command);
    void dispatch();
    void drop(const QString &program, const QJsonValue &message);
    void tellWhenStopped();

    WorkerPool *const q;
    const QPointer<AsyncSpawner> spawner;
    PoolSettings settings;
    std::vector<WorkerGroup *> groups; // q's children, in the order they were added
    PoolStatistics gone; // what groups have counted that are no more, and what none has counted
    bool full = false; // paused() has been emitted, and drained() has not
    bool stopping = false;
    bool stopped = false;
    bool reading = true;

Q_SIGNALS:
    void answered(quint64 tag, const QJsonValue &answer);
    void lost(quint64 tag);
    void workerEnded(const Spawn::WorkerEnd &end);

private:
    void connectGroup(WorkerGroup *group);
};

} // namespace Spawn
