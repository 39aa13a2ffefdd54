// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

namespace Spawn::Benchmark {

class Bench;

// Commands a second with 1 to 256 in flight; how late the caller's loop gets by that, and how much
// CPU time each command takes of whom.
void measureThroughput(Bench &bench);

} // namespace Spawn::Benchmark
