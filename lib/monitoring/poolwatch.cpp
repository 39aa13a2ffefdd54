// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/poolwatch.h"

#include "workers/workerpool_p.h"

namespace Spawn {

PoolWatch::PoolWatch(WorkerPool *pool, quint64 number, QObject *parent)
    : SnapshotWatch(pool, number, parent), m_pool(pool)
{
    connect(pool, &WorkerPool::workerStarted, this, &PoolWatch::look);
    connect(pool, &WorkerPool::workerGaveUp, this, &PoolWatch::look);
    connect(WorkerPoolPrivate::of(pool), &WorkerPoolPrivate::workerEnded, this,
            [this](WorkerEnd end) {
                end.pool = this->number();
                Q_EMIT workerEnded(end);
                look();
            });
}

void PoolWatch::publish()
{
    if (!m_pool)
        return;
    PoolSnapshot snapshot = WorkerPoolPrivate::of(m_pool)->snapshot();
    snapshot.number = number();
    if (snapshot != m_last) {
        m_last = snapshot;
        Q_EMIT changed(snapshot);
    }
}

void PoolWatch::request(const PoolRequest &request)
{
    if (request.pool != number() || !m_pool)
        return;
    const QPointer<PoolWatch> guard(this); // a slot may delete the pool
    look();
    if (request.what == PoolRequest::What::AddWorker) {
        m_pool->addWorkers(request.program); // as the program's first ones
        return;
    }
    if (request.workers.isEmpty()) {
        if (request.what == PoolRequest::What::RemoveWorkers)
            m_pool->removeWorkers(request.program);
        else
            m_pool->restartWorkers(request.program);
    }
    for (const quint64 command : request.workers) {
        Worker *const worker
            = guard && m_pool ? WorkerPoolPrivate::of(m_pool)->worker(command) : nullptr;
        if (worker == nullptr)
            continue;
        if (request.what == PoolRequest::What::RemoveWorkers)
            m_pool->removeWorker(worker);
        else
            m_pool->restartWorker(worker);
    }
}

} // namespace Spawn
