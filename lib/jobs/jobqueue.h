// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "jobs/job.h"

#include <cstdint>
#include <map>
#include <utility>

namespace Spawn {

// Jobs that wait: the larger priority first, then the order of run().
class JobQueue final
{
public:
    bool isEmpty() const { return m_jobs.empty(); }
    qsizetype size() const { return static_cast<qsizetype>(m_jobs.size()); }
    const JobPointer &first() const { return m_jobs.begin()->second; }

    // One that comes back keeps its place.
    void add(const JobPointer &job) { m_jobs.emplace(keyOf(*job), job); }
    void removeFirst() { m_jobs.erase(m_jobs.begin()); }
    bool remove(const Job &job) { return m_jobs.erase(keyOf(job)) > 0; }

    auto begin() const { return m_jobs.begin(); }
    auto end() const { return m_jobs.end(); }

private:
    using Key = std::pair<int64_t, quint64>;

    static Key keyOf(const Job &job) { return {-int64_t{job.settings.priority}, job.id}; }

    std::map<Key, JobPointer> m_jobs;
};

} // namespace Spawn
