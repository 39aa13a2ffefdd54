// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/poolwatch.h"

#include "workers/workerpool_p.h"

namespace Spawn {

using namespace std::chrono_literals;

static constexpr auto Interval = 200ms;

PoolWatch::PoolWatch(WorkerPool *pool, quint64 number, QObject *parent)
    : QObject(parent), m_pool(pool), m_number(number)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(Interval);
    connect(&m_timer, &QTimer::timeout, this, &PoolWatch::publish);
    connect(pool, &WorkerPool::workerStarted, this, &PoolWatch::look);
    connect(pool, &WorkerPool::workerGaveUp, this, &PoolWatch::look);
    connect(WorkerPoolPrivate::of(pool), &WorkerPoolPrivate::workerEnded, this,
            [this](WorkerEnd end) {
                end.pool = m_number;
                Q_EMIT workerEnded(end);
                look();
            });
    connect(pool, &QObject::destroyed, this, [this] {
        m_timer.stop();
        Q_EMIT gone(m_number);
        deleteLater();
    });
    look();
}

void PoolWatch::setWatched(bool watched)
{
    m_watched = watched;
    if (watched)
        look();
}

// From the event loop: within a signal of the pool not all of it has happened yet.
void PoolWatch::look()
{
    if (!m_timer.isActive())
        m_timer.start();
}

void PoolWatch::publish()
{
    if (!m_pool)
        return;
    PoolSnapshot snapshot = WorkerPoolPrivate::of(m_pool)->snapshot();
    snapshot.number = m_number;
    if (snapshot != m_last) {
        m_last = snapshot;
        Q_EMIT changed(snapshot);
    }
    if (m_watched)
        look();
}

void PoolWatch::request(const PoolRequest &request)
{
    if (request.pool != m_number || !m_pool)
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
