// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs.h"

#include "bench.h"
#include "jobload.h"
#include "jobmemory.h"
#include "jobpeers.h"
#include "jobrows.h"

#include <limits>

namespace Spawn::Benchmark {

static constexpr int ForEver = std::numeric_limits<int>::max();

static void measureLoad(Bench &bench, const JobKind &kind, const JobLoad &load, const Row &row,
                        double JobPeer::*figure, const JobPeers &peers)
{
    const JobFigures figures = runJobs(&bench.spawner(), kind, load);
    if (!figures.failure.isEmpty())
        bench.fail(figures.failure);
    bench.note(row, Column::AsyncSpawner, figures.perSecond);
    bench.note(row, Column::Fork, peers.fork.*figure);
    bench.note(row, Column::QWorker, peers.qworker.*figure);
}

void measureJobs(Bench &bench)
{
    const double seconds = bench.options().seconds;
    const int atOnce = bench.options().quick ? 1000 : 10000;
    bench.point(QStringLiteral("tiny"), [&] {
        const JobPeers peers = measureJobPeers(bench, atOnce);
        for (const JobKind &kind : jobKinds()) {
            // A process takes its time to start: longer, as jobpeers.js does.
            measureLoad(bench, kind, {2, 1, 2, 3 * seconds, 0}, Rows::jobsInOwnProcesses(kind),
                        &JobPeer::processes, peers);
            measureLoad(bench, kind, {1, ForEver, 1, seconds, 0}, Rows::jobsOneByOne(kind),
                        &JobPeer::serial, peers);
            measureLoad(bench, kind, {2, ForEver, 2, seconds, 0}, Rows::jobsInPairs(kind),
                        &JobPeer::pairs, peers);
            measureLoad(bench, kind, {2, ForEver, 2, seconds, atOnce}, Rows::jobsAtOnce(kind),
                        &JobPeer::queue, peers);
        }
        measureJobMemory(bench);
    });
}

} // namespace Spawn::Benchmark
