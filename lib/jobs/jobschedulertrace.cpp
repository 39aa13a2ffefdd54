// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobscheduler.h"

#include "spawner/asyncspawner_p.h"
#include "spawner/loggingcategories.h"

#include <QtCore/QMetaEnum>
#include <QtCore/QMetaMethod>

#include <algorithm>

namespace Spawn {

using namespace Qt::StringLiterals;

// A step costs more to describe than to take, so nobody does it for nothing.
bool JobScheduler::isTraced() const
{
    static const QMetaMethod signal = QMetaMethod::fromSignal(&JobRunner::trace);
    return (m_spawner && m_spawner->d->log.isEnabled(QtDebugMsg, jobsLog()))
        || std::any_of(m_runners.begin(), m_runners.end(), [](const QPointer<JobRunner> &runner) {
               return runner && runner->isSignalConnected(signal);
           });
}

void JobScheduler::trace(QtMsgType type, const QString &event, QJsonObject details)
{
    m_notices.post([this, type, event, details] {
        if (m_spawner)
            m_spawner->d->log.write(type, jobsLog(), event, details);
    });
    details.insert("event"_L1, event);
    tellRunners([details](JobRunner *runner) { Q_EMIT runner->trace(details); });
}

void JobScheduler::traceWorker(QtMsgType type, const QString &event, const JobWorker *worker)
{
    if (type == QtDebugMsg && !isTraced())
        return;
    QJsonObject details{{"pid"_L1, worker->processId()},
                        {"script"_L1, worker->script().path},
                        {"uses"_L1, worker->useCount()}};
    if (worker->job())
        details.insert("job"_L1, static_cast<qint64>(worker->job()->id));
    trace(type, event, details);
}

void JobScheduler::traceJob(const QString &event, const Job &job)
{
    if (!isTraced())
        return;
    QJsonObject details{{"job"_L1, static_cast<qint64>(job.id)},
                        {"script"_L1, job.script},
                        {"attempts"_L1, job.attempts},
                        {"pid"_L1, job.processId}};
    if (job.ended) {
        static const auto errors = QMetaEnum::fromType<JobResult::Error>();
        details.insert("error"_L1, QLatin1StringView(errors.valueToKey(int(job.result.error))));
        details.insert("queued"_L1, static_cast<qint64>(job.result.queued.count()));
        details.insert("elapsed"_L1, static_cast<qint64>(job.result.elapsed.count()));
    }
    trace(QtDebugMsg, event, details);
}

void JobScheduler::report(const QString &error)
{
    m_notices.post([this, error] {
        if (m_spawner)
            m_spawner->d->log.write(QtWarningMsg, jobsLog(), error);
    });
    tellRunners([error](JobRunner *runner) { Q_EMIT runner->errorOccurred(error); });
}

void JobScheduler::tellStarted(const JobPointer &job)
{
    m_notices.post([job, processId = job->processId] {
        if (job->reply != nullptr && !job->reply->isFinished())
            Q_EMIT job->reply->started(processId);
    });
}

void JobScheduler::tellRunners(std::function<void(JobRunner *)> emission)
{
    m_notices.post([runners = m_runners, emission = std::move(emission)] {
        for (const QPointer<JobRunner> &runner : runners) {
            if (runner)
                emission(runner);
        }
    });
}

} // namespace Spawn
