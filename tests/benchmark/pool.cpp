// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "pool.h"

#include "bench.h"
#include "rows.h"

#include <workers/workerpool.h>

#include <QtCore/QElapsedTimer>
#include <QtCore/QEventLoop>
#include <QtCore/QProcess>
#include <QtCore/QStandardPaths>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Spawn::Benchmark {

static constexpr int Workers = 2;

// Each message is there and back before the last one is counted.
static double echoesPerSecond(AsyncSpawner &spawner, const QString &worker, double seconds)
{
    WorkerPool pool(&spawner);
    pool.setRespawnInterval(0ms);
    pool.addWorkers(worker, {}, Workers);
    QEventLoop loop;
    QElapsedTimer time;
    qint64 sent = 0;
    qint64 received = 0;
    int started = 0;
    const auto sendOn = [&] {
        while (time.nsecsElapsed() < seconds * 1e9
               && pool.send(u"message number %1"_s.arg(++sent))) { }
    };
    QObject::connect(&pool, &WorkerPool::workerStarted, &loop, [&] {
        if (++started < Workers)
            return;
        time.start();
        sendOn();
    });
    QObject::connect(&pool, &WorkerPool::drained, &loop, sendOn);
    QObject::connect(&pool, &WorkerPool::messageReceived, &loop, [&] {
        if (++received == sent)
            loop.quit();
    });
    // A worker that does not work would be waited for for ever.
    QObject::connect(&pool, &WorkerPool::workerFinished, &loop, &QEventLoop::quit);
    loop.exec();
    return received == sent && sent > 0 ? double(received) / (double(time.nsecsElapsed()) / 1e9)
                                        : NAN;
}

static double forkedEchoesPerSecond(const QString &worker, double seconds)
{
    QProcess node;
    node.start(u"node"_s, {QStringLiteral(BENCHMARK_FORK), worker, QString::number(Workers),
                           QString::number(seconds)});
    const bool ended = node.waitForFinished(120'000) && node.exitCode() == 0;
    return ended ? node.readAllStandardOutput().trimmed().toDouble() : NAN;
}

void measurePool(Bench &bench)
{
    const bool hasNode = !QStandardPaths::findExecutable(u"node"_s).isEmpty();
    const QString script = QStringLiteral(BENCHMARK_WORKER_SCRIPT);
    bench.point(u"tiny"_s, [&] {
        const double seconds = bench.options().seconds;
        const double forked = hasNode ? forkedEchoesPerSecond(script, seconds) : NAN;
        for (const bool isScript : {false, true}) {
            if (isScript && !hasNode)
                continue;
            const QString worker = isScript ? script : QStringLiteral(BENCHMARK_WORKER);
            const double echoes = echoesPerSecond(bench.spawner(), worker, seconds);
            if (std::isnan(echoes))
                bench.fail(u"%1 does not answer"_s.arg(worker));
            bench.note(Rows::echoesPerSecond(isScript), Column::AsyncSpawner, echoes);
            bench.note(Rows::echoesPerSecond(isScript), Column::Fork, forked);
        }
    });
}

} // namespace Spawn::Benchmark
