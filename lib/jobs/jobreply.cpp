// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobreply.h"

#include "jobs/job.h"
#include "jobs/jobscheduler.h"

#include <utility>

namespace Spawn {

JobReply::JobReply(std::shared_ptr<Job> job, QObject *parent)
    : QObject(parent), m_job(std::move(job))
{
}

JobReply::~JobReply()
{
    m_job->reply = nullptr;
    if (isFinished())
        return;
    if (m_job->scheduler != nullptr)
        m_job->scheduler->drop(m_job, JobResult::Error::Cancelled);
    m_job->tellFutures();
}

quint64 JobReply::id() const
{
    return m_job->id;
}

QString JobReply::script() const
{
    return m_job->script;
}

QJsonValue JobReply::payload() const
{
    return m_job->payload;
}

JobReply::State JobReply::state() const
{
    return m_job->state;
}

qint64 JobReply::processId() const
{
    return m_job->processId;
}

int JobReply::attempts() const
{
    return m_job->attempts;
}

JobResult JobReply::result() const
{
    return isFinished() ? m_job->result : JobResult();
}

QFuture<JobResult> JobReply::future()
{
    QPromise<JobResult> promise;
    QFuture<JobResult> future = promise.future();
    promise.start();
    if (isFinished()) {
        promise.addResult(m_job->result);
        promise.finish();
    } else {
        m_job->promises.push_back(std::move(promise));
    }
    return future;
}

bool JobReply::autoDelete() const
{
    return m_autoDelete;
}

void JobReply::setAutoDelete(bool enabled)
{
    m_autoDelete = enabled;
}

void JobReply::cancel()
{
    if (m_job->scheduler != nullptr)
        m_job->scheduler->cancel(m_job);
}

} // namespace Spawn
