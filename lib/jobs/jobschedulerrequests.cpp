// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobscheduler.h"

#include <algorithm>
#include <utility>

namespace Spawn {

using namespace Qt::StringLiterals;
using Error = JobResult::Error;

// What a runner asks for, but for jobs to run.

void JobScheduler::setMaxWorkerCount(int count)
{
    m_maxWorkerCount = qMax(count, 1);
    wake();
}

void JobScheduler::setMaxProcessCount(int count)
{
    m_maxProcessCount = qMax(count, 0);
    wake();
}

void JobScheduler::reload(const QString &name)
{
    for (JobWorker *const worker : std::vector<JobWorker *>(m_workers)) {
        const QString path = worker->script().path;
        // A shared worker has run anything.
        if (!name.isNull() && !worker->isShared() && path != name && !path.startsWith(name + '.'_L1)
            && path != name + "/index.js"_L1)
            continue;
        worker->spoil();
        if (worker->state() == JobWorker::State::Idle)
            retire(worker);
        else
            worker->recall();
    }
}

void JobScheduler::purge()
{
    for (JobWorker *const worker : std::vector<JobWorker *>(m_workers)) {
        if (worker->state() == JobWorker::State::Idle)
            retire(worker);
    }
}

std::vector<JobPointer> JobScheduler::waitingJobs() const
{
    std::vector<JobPointer> jobs(m_resting.begin(), m_resting.end());
    for (const auto &[key, job] : m_queue)
        jobs.push_back(job);
    return jobs;
}

void JobScheduler::endWaiting(const JobPointer &job, Error error)
{
    m_queue.remove(*job);
    m_resting.remove(job->id);
    end(job, error, textOf(error));
}

std::vector<JobPointer> JobScheduler::liveJobs() const
{
    std::vector<JobPointer> jobs = waitingJobs();
    for (const JobWorker *const worker : m_workers) {
        if (worker->job())
            jobs.push_back(worker->job());
        const std::vector<JobPointer> ahead = worker->jobsAhead();
        jobs.insert(jobs.end(), ahead.begin(), ahead.end());
    }
    return jobs;
}

JobWorker *JobScheduler::workerOf(const JobPointer &job) const
{
    const auto found = std::find_if(m_workers.begin(), m_workers.end(),
                                    [&](const auto *worker) { return worker->job() == job; });
    return found == m_workers.end() ? nullptr : *found;
}

void JobScheduler::cancel(const JobPointer &job)
{
    if (JobWorker *const worker = workerOf(job)) {
        if (worker->cause())
            return;
        traceWorker(QtDebugMsg, u"worker killed: its job was cancelled"_s, worker);
        worker->end(Error::Cancelled);
    } else if (JobWorker *const holder = workerAheadOf(job)) {
        job->cancelled = true;
        holder->recall();
    } else {
        endWaiting(job, Error::Cancelled);
        wake();
    }
}

void JobScheduler::drop(const JobPointer &job, Error error)
{
    if (JobWorker *const worker = workerOf(job)) {
        if (!worker->cause())
            worker->end(error);
        end(job, error, textOf(error));
    } else if (JobWorker *const holder = workerAheadOf(job)) {
        holder->recall(); // if it begins nevertheless, nobody hears of it
        end(job, error, textOf(error));
    } else {
        endWaiting(job, error);
    }
    wake();
}

void JobScheduler::close(JobRunner::CloseMode mode,
                         std::optional<std::chrono::milliseconds> exitTimeout)
{
    if (m_closing == JobRunner::CloseMode::Abort)
        return;
    m_closing = mode;
    m_exitTimeout = exitTimeout;
    if (mode == JobRunner::CloseMode::Abort) {
        for (const JobPointer &job : waitingJobs())
            endWaiting(job, Error::Closed);
        for (JobWorker *const worker : m_workers) {
            for (const JobPointer &job : worker->takeJobsAhead())
                jobGivenBack(job);
            if (worker->job() && !worker->cause())
                worker->end(Error::Closed, m_exitTimeout.value_or(worker->exitTimeout()));
        }
    }
    wake(); // and all is ended when there is nothing left to run
}

void JobScheduler::tellWhenClosed()
{
    if (!m_closing || m_closed || queuedCount() > 0 || runningCount() > 0)
        return;
    purge();
    if (!m_workers.empty())
        return;
    m_closed = true;
    tellRunners([](JobRunner *runner) { Q_EMIT runner->closed(); });
}

} // namespace Spawn
