// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "workers/balancer.h"

#include "workers/worker.h"

#include <algorithm>
#include <utility>

namespace Spawn {

Balancer::~Balancer() = default;

Worker *LeastRecentlyUsed::choose(const QList<Worker *> &ready, const QJsonValue &)
{
    return ready.first();
}

Worker *LeastOutstanding::choose(const QList<Worker *> &ready, const QJsonValue &)
{
    return *std::min_element(ready.begin(), ready.end(), [](const Worker *a, const Worker *b) {
        return a->outstandingCount() < b->outstandingCount();
    });
}

Sticky::Sticky(Key key) : m_key(std::move(key)) { }

Sticky::~Sticky() = default;

Worker *Sticky::choose(const QList<Worker *> &ready, const QJsonValue &message)
{
    const QString key = m_key(message);
    auto found = m_recent.find(key);
    if (found == m_recent.end()) {
        if (m_recent.size() >= MaximumKeys / 2)
            m_old = std::exchange(m_recent, {});
        found = m_recent.insert(key, m_old.take(key));
    }
    QPointer<Worker> &worker = *found;
    const bool lives = worker
        && (worker->state() == Worker::State::Starting
            || worker->state() == Worker::State::Running);
    if (!lives)
        worker = ready.first();
    return ready.contains(worker) ? worker.data() : nullptr;
}

} // namespace Spawn
