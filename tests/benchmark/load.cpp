// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "load.h"

#include "clock.h"
#include "gate.h"
#include "stalltimer.h"
#include "statistics.h"

#include <QtCore/QCoreApplication>

#include <vector>

namespace Spawn::Benchmark {

LoadFigures runLoad(Subject &subject, const QStringList &argv, int inFlight, double seconds)
{
    LoadFigures figures;
    std::vector<double> held;
    int ended = 0;
    int active = 0;
    Gate gate;
    subject.setInFlight(inFlight);
    StallTimer stalls;
    const double ioThreadBegin = subject.ioThreadCpuTime();
    const double helperBegin = subject.helperCpuTime();
    const double callerBegin = callingThreadCpuTime();
    const double begin = now();

    std::function<void()> next = [&] {
        ++active;
        held.push_back(subject.start(argv, [&](const QString &failure) {
            ++ended;
            --active;
            if (figures.failure.isEmpty())
                figures.failure = failure;
            if (now() < begin + seconds * 1e6 && figures.failure.isEmpty())
                next();
            else if (active == 0)
                gate.open();
        }));
    };
    // From the event loop, so that the timer feels the first burst as well.
    QTimer::singleShot(0, qApp, [&] {
        for (int i = 0; i < inFlight && figures.failure.isEmpty(); ++i)
            next();
    });
    gate.wait("load");

    figures.perSecond = ended / (now() - begin) * 1e6;
    figures.callerCpu = (callingThreadCpuTime() - callerBegin) / ended;
    figures.ioThreadCpu = (subject.ioThreadCpuTime() - ioThreadBegin) / ended;
    figures.helperCpu = (subject.helperCpuTime() - helperBegin) / ended;
    figures.stallWorst = quantile(stalls.lateness(), 0.99);
    figures.blockMedian = median(held);
    return figures;
}

} // namespace Spawn::Benchmark
