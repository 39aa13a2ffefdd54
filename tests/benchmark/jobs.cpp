// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs.h"

#include "bench.h"
#include "jobload.h"
#include "jobmemory.h"
#include "jobpeers.h"
#include "jobrows.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark {

static constexpr int ForEver = std::numeric_limits<int>::max();

namespace {

struct Load
{
    QString name; // for jobpeers.js
    JobLoad jobs;
    Row (*row)(const JobKind &kind);
};

} // namespace

static QList<Load> loads(double seconds, int atOnce)
{
    // A process takes its time to start: longer, as jobpeers.js does.
    return {{u"processes"_s, {2, 1, 2, 3 * seconds, 0}, &Rows::jobsInOwnProcesses},
            {u"serial"_s, {1, ForEver, 1, seconds, 0}, &Rows::jobsOneByOne},
            {u"pairs"_s, {2, ForEver, 2, seconds, 0}, &Rows::jobsInPairs},
            {u"queue"_s, {2, ForEver, 2, seconds, atOnce}, &Rows::jobsAtOnce}};
}

// A point for each figure: the machine changes less in a short one.
void measureJobs(Bench &bench)
{
    const int atOnce = bench.options().quick ? 1000 : 10000;
    for (const Load &load : loads(bench.options().seconds, atOnce)) {
        for (const JobKind &kind : jobKinds()) {
            bench.point(u"tiny"_s, [&] {
                const JobPeers peers = measureJobPeers(bench, load.name, atOnce);
                const JobFigures figures = runJobs(&bench.spawner(), kind, load.jobs);
                if (!figures.failure.isEmpty())
                    bench.fail(figures.failure);
                const Row row = load.row(kind);
                bench.note(row, Column::AsyncSpawner, figures.perSecond);
                bench.note(row, Column::Fork, peers.fork);
                bench.note(row, Column::QWorker, peers.qworker);
            });
        }
    }
    bench.point(u"tiny"_s, [&] { measureJobMemory(bench); });
}

} // namespace Spawn::Benchmark
