// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "helper.h"

#include "bench.h"
#include "clock.h"
#include "gate.h"
#include "processstat.h"
#include "rows.h"
#include "statistics.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QProcess>

#include <csignal>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark {

// Microseconds until started(), or not a number and the reason.
static double startHelper(AsyncSpawner &spawner, QString &failure)
{
    Gate gate;
    double end = NAN;
    QObject guard;
    QObject::connect(&spawner, &AsyncSpawner::started, &guard, [&] {
        end = now();
        gate.open();
    });
    QObject::connect(&spawner, &AsyncSpawner::error, &guard, [&](const SpawnerError &error) {
        failure = error.text;
        gate.open();
    });
    const double begin = now();
    spawner.start();
    gate.wait("helper start");
    return end - begin;
}

int measureFirstStart()
{
    AsyncSpawner spawner;
    QString failure;
    const double time = startHelper(spawner, failure);
    if (!failure.isEmpty())
        fprintf(stderr, "%s\n", qPrintable(failure));
    else
        printf("%.1f\n", time);
    return failure.isEmpty() ? 0 : 1;
}

static double firstStartOfAnotherProcess(Bench &bench)
{
    QProcess process;
    process.start(QCoreApplication::applicationFilePath(), {QLatin1StringView(FirstStartOption)});
    bool isNumber = false;
    if (process.waitForFinished()) {
        const double time = process.readAllStandardOutput().trimmed().toDouble(&isNumber);
        if (isNumber)
            return time;
    }
    bench.fail(u"No first start: "_s + QString::fromUtf8(process.readAllStandardError()));
    return NAN;
}

// From the kill of the helper until a command that is asked for at once has executed.
static double startAfterKill(Bench &bench, AsyncSpawner &spawner)
{
    Gate gate;
    double end = NAN;
    const double begin = now();
    kill(pid_t(spawner.helperProcessId()), SIGKILL);
    CommandReply *const reply = spawner.aspawn({bench.path(u"tiny"_s)});
    QObject::connect(reply, &CommandReply::started, &spawner, [&] { end = now(); });
    QObject::connect(reply, &CommandReply::finished, &spawner, [&](const CommandResult &result) {
        if (!result.isSuccess())
            bench.fail(u"After a kill of the helper: "_s + result.errorString());
        gate.open();
    });
    gate.wait("start after a kill");
    return end - begin;
}

static void measureStarts(Bench &bench)
{
    std::vector<double> first, later, afterKill, resident, own;
    for (int i = 0; i < (bench.options().quick ? 2 : 5); ++i) {
        first.push_back(firstStartOfAnotherProcess(bench));
        AsyncSpawner spawner;
        QString failure;
        later.push_back(startHelper(spawner, failure));
        if (!failure.isEmpty()) {
            bench.fail(failure);
            return;
        }
        const ProcessMemory memory = processMemory(spawner.helperProcessId());
        resident.push_back(memory.resident);
        own.push_back(memory.own);
        afterKill.push_back(startAfterKill(bench, spawner));
    }
    bench.note(Rows::firstStart(), Column::AsyncSpawner, median(first));
    bench.note(Rows::laterStart(), Column::AsyncSpawner, median(later));
    bench.note(Rows::startAfterKill(), Column::AsyncSpawner, median(afterKill));
    bench.note(Rows::helperResident(), Column::AsyncSpawner, median(resident));
    bench.note(Rows::helperPrivate(), Column::AsyncSpawner, median(own));
}

void measureHelper(Bench &bench)
{
    bench.point(u"tiny"_s, [&] {
        measureStarts(bench);
        if (const qint64 loaded = bench.spawner().helperProcessId()) {
            const ProcessMemory memory = processMemory(loaded);
            bench.note(Rows::helperResidentAfterLoad(), Column::AsyncSpawner, memory.resident);
            bench.note(Rows::helperPrivateAfterLoad(), Column::AsyncSpawner, memory.own);
        }
    });
}

} // namespace Spawn::Benchmark
