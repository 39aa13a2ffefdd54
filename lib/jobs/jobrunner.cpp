// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobrunner.h"

#include "jobs/jobobserver.h"
#include "jobs/jobrunner_p.h"
#include "jobs/jobsettings.h"

#include <QtCore/QDir>

#include <utility>

namespace Spawn {

// The working directory may be another one when a job is run.
static JobOptions anchored(JobOptions options)
{
    options.scriptDirectory = QDir().absoluteFilePath(options.scriptDirectory.value_or(QString()));
    return options;
}

JobRunner::JobRunner(AsyncSpawner *spawner, const JobOptions &options, QObject *parent)
    : QObject(parent), d(std::make_unique<JobRunnerPrivate>())
{
    d->options = anchored(options);
    d->scheduler = new JobScheduler(spawner, this);
    tellOfRunner(this);
}

JobRunner::JobRunner(std::unique_ptr<JobRunnerPrivate> dd, QObject *parent)
    : QObject(parent), d(std::move(dd))
{
    d->scheduler->add(this);
}

JobRunner::~JobRunner()
{
    d->scheduler->remove(this);
}

JobReply *JobRunner::run(const QString &script, const QJsonValue &payload,
                         const JobOptions &options)
{
    return d->scheduler->submit(this, script, payload, options.over(d->options));
}

JobRunner *JobRunner::defaults(const JobOptions &options, QObject *parent)
{
    auto dd = std::make_unique<JobRunnerPrivate>();
    dd->options = anchored(options.over(d->options));
    dd->scheduler = d->scheduler;
    return new JobRunner(std::move(dd), parent);
}

JobOptions JobRunner::options() const
{
    return d->options;
}

void JobRunner::close(CloseMode mode, std::optional<std::chrono::milliseconds> exitTimeout)
{
    d->scheduler->close(mode, exitTimeout);
}

void JobRunner::reload(const QString &script)
{
    d->scheduler->reload(script.isEmpty() ? QString()
                                          : anchoredName(script, JobSettings(d->options)));
}

void JobRunner::purge()
{
    d->scheduler->purge();
}

int JobRunner::maxWorkerCount() const
{
    return d->scheduler->maxWorkerCount();
}

void JobRunner::setMaxWorkerCount(int count)
{
    d->scheduler->setMaxWorkerCount(count);
}

int JobRunner::maxProcessCount() const
{
    return d->scheduler->maxProcessCount();
}

void JobRunner::setMaxProcessCount(int count)
{
    d->scheduler->setMaxProcessCount(count);
}

int JobRunner::queuedCount() const
{
    return d->scheduler->queuedCount();
}

int JobRunner::runningCount() const
{
    return d->scheduler->runningCount();
}

int JobRunner::processCount() const
{
    return d->scheduler->processCount();
}

int JobRunner::protocolFaultCount() const
{
    return d->scheduler->protocolFaultCount();
}

} // namespace Spawn
