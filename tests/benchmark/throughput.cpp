// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "throughput.h"

#include "bench.h"
#include "gate.h"
#include "limit.h"
#include "load.h"
#include "rows.h"
#include "stalltimer.h"
#include "statistics.h"

#include <QtCore/QFile>

#include <thread>

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark {

static void noteLoad(Bench &bench, const QString &program, int inFlight, Column column,
                     const LoadFigures &figures)
{
    bench.note(Rows::commandsPerSecond(program, inFlight), column, figures.perSecond);
    if (inFlight >= 64)
        bench.note(Rows::stallWorst(program, inFlight), column, figures.stallWorst);
    if (inFlight != 64)
        return;
    bench.note(Rows::callerCpu(program, inFlight), column, figures.callerCpu);
    if (column == Column::AsyncSpawner) {
        bench.note(Rows::ioThreadCpu(program, inFlight), column, figures.ioThreadCpu);
        bench.note(Rows::helperCpu(program, inFlight), column, figures.helperCpu);
    }
}

static void measureLimitInOneThread(Bench &bench, const QString &program)
{
    bench.point(program, [&] {
        bench.note(
            Rows::limitInOneThread(program), Column::Limit,
            limitOfCommands(QFile::encodeName(bench.path(program)), 1, bench.options().seconds));
    });
}

// How late the timer comes on a machine as busy as it is under load, in a loop that does nothing.
static void measureTimerNoise(Bench &bench)
{
    bench.point(u"tiny"_s, [&] {
        StallTimer stalls;
        std::thread others([&] {
            limitOfCommands(QFile::encodeName(bench.path(u"tiny"_s)), 2, bench.options().seconds);
        });
        letLoopRun(int(bench.options().seconds * 1000));
        others.join();
        bench.note(Rows::timerNoise(), Column::Limit, quantile(stalls.lateness(), 0.99));
    });
}

void measureThroughput(Bench &bench)
{
    for (const QString &program : bench.options().programs) {
        measureLimitInOneThread(bench, program);
        for (const int inFlight : {1, 8, 64, 256}) {
            bench.point(program, [&] {
                for (const auto &[column, subject] : bench.subjects()) {
                    const LoadFigures figures = runLoad(*subject, {bench.path(program)}, inFlight,
                                                        bench.options().seconds);
                    if (figures.failure.isEmpty())
                        noteLoad(bench, program, inFlight, column, figures);
                    else
                        bench.fail(figures.failure);
                }
            });
        }
    }
    measureTimerNoise(bench);
}

} // namespace Spawn::Benchmark
