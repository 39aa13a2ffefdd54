// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobscheduler.h"

#include <algorithm>
#include <chrono>

namespace Spawn {

using namespace std::chrono_literals;

// Waking a process for each job costs more than a short job does, so workers whose jobs have been
// short are told some beforehand when all of them are busy. One that then takes its time is asked
// to give them back; a host that does not listen while it runs a job keeps them until it has ended.

static constexpr int Patience = 5; // ms

// One to each, and again, so that few are shared out.
void JobScheduler::tellAhead()
{
    for (bool told = true; told;) {
        told = false;
        for (JobWorker *const worker : m_workers) {
            if (m_queue.isEmpty())
                return;
            if (!takesAhead(worker, m_queue.first()))
                continue;
            told = true;
            m_queue.removeFirst();
            if (!m_patience.isActive())
                m_patience.start(Patience, this);
        }
    }
}

bool JobScheduler::takesAhead(JobWorker *worker, const JobPointer &job)
{
    const JobSettings &settings = job->settings;
    // A lock is taken when its job's turn has come.
    return settings.lockFile.isEmpty() && !settings.sharedWorkers && worker->roomAhead(settings) > 0
        && worker->key() == job->workerKey
        && worker->runAhead(job, worker->script().path, ++m_lastRun);
}

void JobScheduler::recallFromSlowWorkers()
{
    const auto now = Job::Clock::now();
    bool areAhead = false;
    for (JobWorker *const worker : m_workers) {
        areAhead = areAhead || worker->countAhead() > 0;
        if (worker->job() && now - worker->job()->begun > Patience * 1ms)
            worker->recall();
    }
    if (!areAhead)
        m_patience.stop();
}

void JobScheduler::workerGaveBack(JobWorker *worker, const JobPointer &job, bool seemedToRun)
{
    if (seemedToRun) {
        if (!job->ended)
            forgetAttempt(job);
        goOn(worker, job->settings);
    }
    jobGivenBack(job);
    wake();
}

void JobScheduler::jobGivenBack(const JobPointer &job)
{
    if (job->ended)
        return;
    if (job->cancelled)
        end(job, JobResult::Error::Cancelled, textOf(JobResult::Error::Cancelled));
    else if (m_closing == JobRunner::CloseMode::Abort)
        end(job, JobResult::Error::Closed, textOf(JobResult::Error::Closed));
    else
        m_queue.add(job);
}

JobWorker *JobScheduler::workerAheadOf(const JobPointer &job) const
{
    for (JobWorker *const worker : m_workers) {
        const std::vector<JobPointer> jobs = worker->jobsAhead();
        if (std::find(jobs.begin(), jobs.end(), job) != jobs.end())
            return worker;
    }
    return nullptr;
}

int JobScheduler::queuedCount() const
{
    auto count = static_cast<int>(m_queue.size() + m_resting.size());
    for (const JobWorker *const worker : m_workers)
        count += worker->countAhead();
    return count;
}

} // namespace Spawn
