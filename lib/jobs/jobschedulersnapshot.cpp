// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobscheduler.h"

#include "workers/jsonline.h"
#include "workers/worker_p.h"

#include <QtCore/QDateTime>

#include <algorithm>

namespace Spawn {

// A person looks at it, over a channel that others use: enough for that, and no more.
static constexpr qsizetype LongestText = 16 << 10;
static constexpr int MostWaitingJobs = 200;

static JobValue toJobValue(const QJsonValue &value)
{
    if (value.isUndefined() || value.isNull() || value.isBool() || value.isDouble())
        return {value, 0};
    const QByteArray text = toCompactJson(value);
    if (text.size() <= LongestText)
        return {value, 0};
    return {QString::fromUtf8(text.first(LongestText)), text.size()};
}

static JobSnapshot jobSnapshot(const Job &job, JobSnapshot::State state)
{
    JobSnapshot snapshot;
    snapshot.id = job.id;
    snapshot.script = job.script;
    snapshot.state = state;
    snapshot.priority = job.settings.priority;
    snapshot.attempts = job.attempts;
    snapshot.asked = job.askedAt;
    snapshot.payload = toJobValue(job.payload);
    snapshot.progress = toJobValue(job.progress);
    return snapshot;
}

static JobWorkerSnapshot workerSnapshot(const JobWorker &worker)
{
    using State = JobWorkerSnapshot::State;
    JobWorkerSnapshot snapshot;
    snapshot.command = WorkerPrivate::of(worker.process())->commandId;
    snapshot.script = worker.script().path;
    snapshot.uses = worker.useCount();
    snapshot.job = worker.job() ? worker.job()->id : 0;
    switch (worker.state()) {
    case JobWorker::State::Busy:
        snapshot.state = worker.isReady() ? State::Busy : State::Starting;
        break;
    case JobWorker::State::Idle:
        snapshot.state = State::Idle;
        break;
    case JobWorker::State::Leaving:
        snapshot.state = State::Leaving;
        break;
    }
    return snapshot;
}

JobRunnerSnapshot JobScheduler::snapshot() const
{
    JobRunnerSnapshot snapshot;
    const auto named = std::find_if(m_runners.begin(), m_runners.end(), [](const auto &runner) {
        return runner && !runner->objectName().isEmpty();
    });
    if (named != m_runners.end())
        snapshot.name = (*named)->objectName();
    snapshot.maxWorkerCount = m_maxWorkerCount;
    snapshot.maxProcessCount = processLimit();
    snapshot.closing = m_closing.has_value();
    snapshot.queued = queuedCount();
    snapshot.running = runningCount();
    snapshot.protocolFaults = m_protocolFaults;
    QMap<QString, JobScriptSnapshot> scripts = m_statistics.scripts();
    for (const JobWorker *const worker : m_workers) {
        snapshot.workers.append(workerSnapshot(*worker));
        if (const JobPointer &job = worker->job()) {
            ++JobStatistics::of(job->script, scripts).running;
            JobSnapshot running = jobSnapshot(*job, JobSnapshot::State::Running);
            running.command = snapshot.workers.last().command;
            running.begun = job->begunAt;
            snapshot.jobs.append(running);
        }
    }
    std::sort(snapshot.workers.begin(), snapshot.workers.end(),
              [](const auto &a, const auto &b) { return a.command < b.command; });
    std::sort(snapshot.jobs.begin(), snapshot.jobs.end(),
              [](const auto &a, const auto &b) { return a.id < b.id; });
    int waiting = 0;
    const auto addWaiting = [&](const Job &job, JobSnapshot::State state) {
        ++JobStatistics::of(job.script, scripts).queued;
        if (waiting++ < MostWaitingJobs)
            snapshot.jobs.append(jobSnapshot(job, state));
    };
    std::vector<JobPointer> resting(m_resting.begin(), m_resting.end());
    std::sort(resting.begin(), resting.end(),
              [](const auto &a, const auto &b) { return a->id < b->id; });
    for (const JobPointer &job : resting)
        addWaiting(*job, JobSnapshot::State::Resting);
    for (const JobWorker *const worker : m_workers) {
        for (const JobPointer &job : worker->jobsAhead())
            addWaiting(*job, JobSnapshot::State::Queued);
    }
    for (const auto &[key, job] : m_queue)
        addWaiting(*job, JobSnapshot::State::Queued);
    snapshot.scripts = scripts.values();
    return snapshot;
}

JobEnd JobScheduler::jobEnd(const Job &job)
{
    JobEnd end;
    end.job = job.id;
    end.script = job.script;
    end.time = QDateTime::currentMSecsSinceEpoch();
    end.error = job.result.error;
    end.text = job.result.text.left(LongestText);
    end.exitCode = job.result.exitCode;
    end.signalNumber = job.result.signalNumber;
    end.processId = job.result.processId;
    end.attempts = job.attempts;
    end.queued = job.result.queued;
    end.elapsed = job.result.elapsed;
    end.payload = toJobValue(job.payload);
    end.value = toJobValue(job.result.isSuccess() ? job.result.value : job.result.errorValue);
    return end;
}

} // namespace Spawn
