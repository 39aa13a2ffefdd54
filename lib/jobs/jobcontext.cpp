// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobcontext.h"

#include "jobs/jobcontext_p.h"
#include "jobs/jobserver.h"
#include "spawner/loggingcategories.h"

#include <utility>

namespace Spawn {

JobContext::JobContext(std::unique_ptr<JobContextPrivate> dd) : d(std::move(dd)) { }

JobContext::~JobContext() = default;

quint64 JobContext::id() const
{
    return d->request.job;
}

int JobContext::attempt() const
{
    return d->request.attempt;
}

QString JobContext::script() const
{
    return d->request.script;
}

QString JobContext::inlineSource() const
{
    return d->request.inlineSource;
}

QMap<QString, QString> JobContext::preloads() const
{
    return d->request.preloads;
}

bool JobContext::isFinished() const
{
    return d->finished;
}

static void answer(JobContextPrivate &d, JobAnswer::Kind kind, const QJsonValue &value)
{
    if (d.finished) {
        qCWarning(jobsLog, "Job %llu of \"%ls\" has ended already: its answer is dropped",
                  d.request.job, qUtf16Printable(d.request.script));
        return;
    }
    d.finished = kind != JobAnswer::Kind::Progress;
    d.server->send({kind, d.request.run, value, 0});
    if (d.finished)
        d.server->answered();
}

void JobContext::finish(const QJsonValue &value)
{
    answer(*d, JobAnswer::Kind::Done, value);
}

void JobContext::fail(const QJsonValue &error)
{
    answer(*d, JobAnswer::Kind::Failed, error);
}

void JobContext::progress(const QJsonValue &value)
{
    answer(*d, JobAnswer::Kind::Progress, value);
}

} // namespace Spawn
