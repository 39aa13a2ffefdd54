// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "jobkind.h"

#include <jobs/jobrunner.h>

namespace Spawn::Benchmark {

// How jobs are asked for: so many in flight for some time, or all of them at once.
struct JobLoad
{
    int workers = 2;
    int useCount = 1; // of a worker
    int inFlight = 2;
    double seconds = 0;
    int atOnce = 0; // instead, when it is not 0
};

struct JobFigures
{
    double perSecond; // not a number: there is a failure
    QString failure;
};

// Workers that are used again are there before the time begins.
JobFigures runJobs(AsyncSpawner *spawner, const JobKind &kind, const JobLoad &load);

} // namespace Spawn::Benchmark
