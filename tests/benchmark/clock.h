// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <ctime>

namespace Spawn::Benchmark {

inline double microsecondsOf(clockid_t clock)
{
    timespec time;
    clock_gettime(clock, &time);
    return double(time.tv_sec) * 1e6 + double(time.tv_nsec) / 1e3;
}

// All times are in microseconds.
inline double now()
{
    return microsecondsOf(CLOCK_MONOTONIC);
}

inline double callingThreadCpuTime()
{
    return microsecondsOf(CLOCK_THREAD_CPUTIME_ID);
}

} // namespace Spawn::Benchmark
