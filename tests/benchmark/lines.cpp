// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "lines.h"

#include "bench.h"
#include "common/numberedlines.h"
#include "processstat.h"
#include "rows.h"

#include <workers/workerpooldevice.h>

#include <QtCore/QElapsedTimer>
#include <QtCore/QEventLoop>
#include <QtCore/QStandardPaths>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Spawn::Benchmark {

static constexpr int Workers = 4;

void measureLines(Bench &bench)
{
    const qint64 count = bench.options().quick ? 50'000 : 1'000'000;
    bench.point(u"tiny"_s, [&] {
        for (const bool isScript : {false, true}) {
            if (isScript && QStandardPaths::findExecutable(u"node"_s).isEmpty())
                continue;
            NumberedLines in(count);
            NumberedLinesSeen out(count);
            WorkerPool pool(&bench.spawner());
            pool.setRespawnInterval(0ms);
            pool.addWorkers(isScript ? QStringLiteral(BENCHMARK_WORKER_SCRIPT)
                                     : QStringLiteral(BENCHMARK_WORKER),
                            {}, Workers);
            const double before = ownResidentMemory();
            double most = before;
            QElapsedTimer time;
            time.start();
            PoolPipe *const pipe = WorkerPoolDevice::pipe(&in, &pool, &out);
            pipe->setOrdered(true);
            QEventLoop loop;
            QObject::connect(pipe, &PoolPipe::progress, &loop,
                             [&most] { most = std::max(most, ownResidentMemory()); });
            QObject::connect(pipe, &PoolPipe::finished, &loop, &QEventLoop::quit);
            QObject::connect(&pool, &WorkerPool::workerGaveUp, &loop, &QEventLoop::quit);
            loop.exec();
            if (out.count() != count || !out.isInOrder())
                bench.fail(u"only %1 of %2 lines came back in order"_s.arg(out.count()).arg(count));
            bench.note(Rows::linesPerSecond(count, isScript), Column::AsyncSpawner,
                       double(count) / (double(time.nsecsElapsed()) / 1e9));
            bench.note(Rows::linesMemory(count, isScript), Column::AsyncSpawner, most - before);
        }
    });
}

} // namespace Spawn::Benchmark
