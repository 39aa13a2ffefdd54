// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobrows.h"

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark::Rows {

static Row jobRow(const QString &what, const QString &title, const JobKind &kind, Unit unit)
{
    return {u"jobs-%1-%2"_s.arg(what, kind.id), title + u", "_s + kind.title, unit};
}

Row jobsInOwnProcesses(const JobKind &kind)
{
    return jobRow(u"processes"_s, u"jobs/s, a process each, two at a time"_s, kind, Unit::Rate);
}

Row jobsOneByOne(const JobKind &kind)
{
    return jobRow(u"serial"_s, u"jobs/s, a reused worker, one in flight"_s, kind, Unit::Rate);
}

Row jobsInPairs(const JobKind &kind)
{
    return jobRow(u"pairs"_s, u"jobs/s, two reused workers, two in flight"_s, kind, Unit::Rate);
}

Row jobsAtOnce(const JobKind &kind)
{
    Row row = jobRow(u"queue"_s, u"jobs/s, two reused workers, all asked for at once"_s, kind,
                     Unit::Rate);
    row.bars = {{Bar::Sense::AtLeast, Column::QWorker, 3, 10}};
    return row;
}

Row jobHostResident(const JobKind &kind)
{
    return jobRow(u"host-rss"_s, u"worker memory, resident"_s, kind, Unit::Memory);
}

Row jobHostPrivate(const JobKind &kind)
{
    return jobRow(u"host-private"_s, u"worker memory, private"_s, kind, Unit::Memory);
}

Row queuedJob()
{
    return {u"queued-job"_s, u"application memory per queued job, beside its payload"_s,
            Unit::Memory};
}

} // namespace Spawn::Benchmark::Rows
