// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/job.h"

#include "jobs/jobrunner.h"

#include <utility>

namespace Spawn {

using std::chrono::duration_cast;
using std::chrono::microseconds;

Job::Job(JobScheduler *owner, JobRunner *askedOf, quint64 number, const QString &name,
         const QJsonValue &data, const JobOptions &options)
    : scheduler(owner), runner(askedOf), id(number), script(name), payload(data), settings(options)
{
}

JobReply *Job::makeReply(const std::shared_ptr<Job> &job)
{
    job->reply = new JobReply(job, job->runner);
    return job->reply;
}

void Job::end(JobResult::Error error, const QString &text)
{
    const Clock::time_point now = Clock::now();
    ended = true;
    scheduler = nullptr;
    result.error = error;
    result.text = text;
    result.processId = processId;
    result.attempts = attempts;
    result.queued = duration_cast<microseconds>((attempts == 0 ? now : begun) - asked);
    result.elapsed = attempts == 0 ? microseconds(0) : duration_cast<microseconds>(now - begun);
}

void Job::tellFutures()
{
    state = JobReply::State::Finished;
    // A continuation is called in here, and may delete the reply and the runner.
    std::vector<QPromise<JobResult>> ending = std::exchange(promises, {});
    for (QPromise<JobResult> &promise : ending) {
        promise.addResult(result);
        promise.finish();
    }
}

void Job::tell()
{
    tellFutures();
    const QPointer<JobReply> guard(reply);
    if (guard)
        Q_EMIT guard->finished(result);
    if (guard && runner)
        Q_EMIT runner->jobFinished(guard);
    if (guard && guard->autoDelete())
        guard->deleteLater();
}

} // namespace Spawn
