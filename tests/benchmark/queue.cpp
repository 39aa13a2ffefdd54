// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "queue.h"

#include "allocatedmemory.h"
#include "bench.h"
#include "clock.h"
#include "gate.h"
#include "processstat.h"
#include "rows.h"

#include <cmath>
#include <malloc.h>
#include <vector>

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark {

static constexpr int Count = 10000;

struct QueueMemory // bytes for each command, beside its argv and environment
{
    double allocated;
    double resident;
};

// What has been handed to the I/O thread is still on its way when aspawn() returns.
static void waitUntilSettled()
{
    const double end = now() + 5e6;
    double last = ownResidentMemory();
    for (;;) {
        letLoopRun(100);
        const double present = ownResidentMemory();
        if (std::abs(present - last) < 64 * 1024 || now() > end)
            return;
        last = present;
    }
}

struct Words
{
    QList<QByteArray> arguments;
    QList<QByteArray> environment;
};

// Made before the memory is looked at; the commands share them.
static std::vector<Words> makeWords(const QString &program)
{
    std::vector<Words> words(Count);
    for (size_t i = 0; i < words.size(); ++i) {
        const QByteArray text = QByteArray::number(1000000 + int(i));
        words[i] = {{program.toUtf8(), text}, {"PATH=/usr/bin:/bin", "NUMBER=" + text}};
    }
    return words;
}

static QueueMemory memoryOfQueue(Bench &bench, bool ownEnvironment)
{
    AsyncSpawner spawner;
    spawner.setMaxRunningCount(1);
    int ended = 0;
    Gate running;
    Gate allEnded;
    QObject::connect(&spawner, &AsyncSpawner::finished, &spawner, [&] {
        running.open(); // in case it did not run
        if (++ended == Count + 1)
            allEnded.open();
    });
    QObject::connect(spawner.aspawn({u"/bin/sleep"_s, u"600"_s}), &CommandReply::started, &spawner,
                     [&] { running.open(); });
    running.wait("the command in front of the queue");
    waitUntilSettled();

    const std::vector<Words> words = makeWords(bench.path(u"tiny"_s));
    malloc_trim(0); // what earlier experiments freed would take in the queue without a trace
    const double allocatedBefore = allocatedMemory();
    const double residentBefore = ownResidentMemory();
    for (const Words &own : words) {
        Command command = Command::fromBytes(own.arguments);
        if (ownEnvironment)
            command.setEnvironmentBytes(own.environment);
        spawner.aspawn(command);
    }
    waitUntilSettled();
    const QueueMemory memory{(allocatedMemory() - allocatedBefore) / Count,
                             (ownResidentMemory() - residentBefore) / Count};
    if (spawner.queuedCount() != Count || spawner.runningCount() != 1)
        bench.fail(u"%1 commands are queued and %2 running, instead of %3 and 1"_s
                       .arg(spawner.queuedCount())
                       .arg(spawner.runningCount())
                       .arg(Count));

    spawner.destroy();
    allEnded.wait("the end of a queue by destroy()");
    return memory;
}

void measureQueue(Bench &bench)
{
    bench.point(u"tiny"_s, [&] {
        const QueueMemory own = memoryOfQueue(bench, true);
        const QueueMemory inheriting = memoryOfQueue(bench, false);
        bench.note(Rows::queuedCommand(), Column::AsyncSpawner, own.allocated);
        bench.note(Rows::queuedCommandWithInheritedEnvironment(), Column::AsyncSpawner,
                   inheriting.allocated);
        bench.note(Rows::queuedCommandResident(), Column::AsyncSpawner, own.resident);
    });
}

} // namespace Spawn::Benchmark
