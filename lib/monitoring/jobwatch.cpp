// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/jobwatch.h"

#include "jobs/jobscheduler.h"

namespace Spawn {

JobWatch::JobWatch(JobScheduler *scheduler, quint64 number, QObject *parent)
    : SnapshotWatch(scheduler, number, parent), m_scheduler(scheduler)
{
    connect(scheduler, &JobScheduler::jobEnded, this, [this](JobEnd end) {
        end.runner = this->number();
        Q_EMIT jobEnded(end);
    });
}

void JobWatch::publish()
{
    if (!m_scheduler)
        return;
    JobRunnerSnapshot snapshot = m_scheduler->snapshot();
    snapshot.number = number();
    if (snapshot != m_last) {
        m_last = snapshot;
        Q_EMIT changed(snapshot);
    }
}

void JobWatch::request(const RunnerRequest &request)
{
    if (request.runner != number() || !m_scheduler)
        return;
    look();
    switch (request.what) {
    case RunnerRequest::What::CancelJobs:
        cancel(request.jobs);
        break;
    case RunnerRequest::What::ReloadScript:
        reload(request.script);
        break;
    case RunnerRequest::What::PurgeWorkers:
        m_scheduler->purge();
        break;
    }
}

void JobWatch::cancel(const QList<quint64> &jobs)
{
    for (const JobPointer &job : m_scheduler->liveJobs()) {
        if (jobs.contains(job->id) && m_scheduler)
            m_scheduler->cancel(job);
    }
}

// The same name may be another file for each of them.
void JobWatch::reload(const QString &script)
{
    const QList<QPointer<JobRunner>> runners = m_scheduler->runners();
    for (const QPointer<JobRunner> &runner : runners) {
        if (runner)
            runner->reload(script);
    }
}

} // namespace Spawn
