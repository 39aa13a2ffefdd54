// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "block.h"

#include "bench.h"
#include "clock.h"
#include "gate.h"
#include "rows.h"
#include "statistics.h"
#include "touchedmemory.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QTimer>

#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Spawn::Benchmark {

static constexpr int Bursts[] = {1, 16};

struct Block
{
    double middle;
    double worst;
};

// So many calls in a row, and again when all have ended and the loop has been idle.
static Block blockOf(Bench &bench, Subject &subject, int burst)
{
    const QStringList argv{bench.path(u"tiny"_s)};
    const double end = now() + bench.options().seconds * 1e6;
    std::vector<double> held;
    QString firstFailure;
    int active = 0;
    Gate gate;
    subject.setInFlight(burst);
    std::function<void()> next = [&] {
        active = burst;
        for (int i = 0; i < burst; ++i) {
            held.push_back(subject.start(argv, [&](const QString &failure) {
                if (firstFailure.isEmpty())
                    firstFailure = failure;
                if (--active > 0)
                    return;
                if (now() < end && firstFailure.isEmpty())
                    QTimer::singleShot(1ms, Qt::PreciseTimer, qApp, next);
                else
                    gate.open();
            }));
        }
    };
    QTimer::singleShot(1ms, Qt::PreciseTimer, qApp, next);
    gate.wait("block");
    if (!firstFailure.isEmpty())
        bench.fail(firstFailure);
    return {median(held), quantile(held, 0.99)};
}

void measureBlock(Bench &bench)
{
    for (const int burst : Bursts) {
        bench.point(u"tiny"_s, [&] {
            for (const auto &[column, subject] : bench.subjects()) {
                const Block block = blockOf(bench, *subject, burst);
                bench.note(Rows::blockMedian(burst), column, block.middle);
                bench.note(Rows::blockWorst(burst), column, block.worst);
            }
        });
    }
}

void measureBlockWithHeap(Bench &bench)
{
    const int gib = bench.options().heapGib;
    if (gib == 0)
        return;
    bench.point(u"tiny"_s, [&] {
        for (const int burst : Bursts) {
            bench.note(Rows::blockMedianWithHeap(burst, gib), Column::Baseline,
                       blockOf(bench, bench.asyncSpawner(), burst).middle);
        }
        const TouchedMemory heap(size_t(gib) << 30);
        if (!heap.isValid()) {
            bench.fail(u"%1 GiB of memory could not be mapped"_s.arg(gib));
            return;
        }
        for (const int burst : Bursts) {
            for (const auto &[column, subject] : bench.subjects())
                bench.note(Rows::blockMedianWithHeap(burst, gib), column,
                           blockOf(bench, *subject, burst).middle);
        }
    });
}

} // namespace Spawn::Benchmark
