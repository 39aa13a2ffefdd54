// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

namespace Spawn::Benchmark {

// An application with a long history and a long queue, which a monitor is to look at.
struct Observed
{
    int finished = 100'000;
    int waiting = 10'000;
};

// In a process of its own: writes a line once all of it is there, and ends with its standard input.
int runObserved(const Observed &wanted);

} // namespace Spawn::Benchmark
