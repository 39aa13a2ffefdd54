// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobmemory.h"

#include "allocatedmemory.h"
#include "bench.h"
#include "gate.h"
#include "jobkind.h"
#include "jobrows.h"
#include "processstat.h"

#include <jobs/jobrunner.h>

#include <malloc.h>
#include <vector>

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark {

static constexpr int WaitingJobs = 10000;
static constexpr int Idle = 2; // uses: the worker is still there after one job

static void measureHost(Bench &bench, const JobKind &kind)
{
    JobOptions options;
    options.maxUseCount = Idle;
    options.scriptEngine = kind.engine;
    JobRunner runner(&bench.spawner(), options);
    Gate ended;
    JobResult result;
    runner.run(kind.script, jobPayload(1), &runner, [&](const JobResult &ending) {
        result = ending;
        ended.open();
    });
    ended.wait("a job whose worker is looked at");
    if (!result.isSuccess()) {
        bench.fail(u"a job of %1: %2"_s.arg(kind.title, result.errorString()));
        return;
    }
    const ProcessMemory memory = processMemory(result.processId);
    bench.note(Rows::jobHostResident(kind), Column::AsyncSpawner, memory.resident);
    bench.note(Rows::jobHostPrivate(kind), Column::AsyncSpawner, memory.own);
}

// The jobs share their payload, which is made before.
static double memoryOfWaitingJob(Bench &bench, const JobKind &kind)
{
    JobRunner runner(&bench.spawner());
    runner.setMaxWorkerCount(1);
    Gate running;
    JobReply *const front = runner.run(kind.script, QJsonObject{{u"do"_s, u"spin"_s}});
    QObject::connect(front, &JobReply::started, &runner, [&] { running.open(); });
    QObject::connect(front, &JobReply::finished, &runner, [&] { running.open(); });
    running.wait("the job in front of the queue");

    const QJsonValue payload = jobPayload(1);
    malloc_trim(0);
    const double before = allocatedMemory();
    for (int i = 0; i < WaitingJobs; ++i)
        runner.run(kind.script, payload);
    letLoopRun(100);
    const double memory = (allocatedMemory() - before) / WaitingJobs;
    if (runner.queuedCount() != WaitingJobs || runner.runningCount() != 1)
        bench.fail(
            u"%1 jobs are queued and %2 running, instead of %3 and 1"_s.arg(runner.queuedCount())
                .arg(runner.runningCount())
                .arg(WaitingJobs));
    return memory;
}

void measureJobMemory(Bench &bench)
{
    const QList<JobKind> kinds = jobKinds();
    for (const JobKind &kind : kinds)
        measureHost(bench, kind);
    bench.note(Rows::queuedJob(), Column::AsyncSpawner, memoryOfWaitingJob(bench, kinds.first()));
}

} // namespace Spawn::Benchmark
