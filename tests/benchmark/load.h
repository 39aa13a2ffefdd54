// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "subject.h"

namespace Spawn::Benchmark {

struct LoadFigures
{
    double perSecond = 0;
    double stallWorst = 0;
    // Of each command.
    double callerCpu = 0;
    double ioThreadCpu = 0;
    double helperCpu = 0;
    double blockMedian = 0;
    QString failure; // of the first command that failed, if one did: then the figures mean nothing
};

// Keeps so many commands in flight, for so long.
LoadFigures runLoad(Subject &subject, const QStringList &argv, int inFlight, double seconds);

} // namespace Spawn::Benchmark
