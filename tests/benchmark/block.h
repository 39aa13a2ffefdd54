// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

namespace Spawn::Benchmark {

class Bench;

// For how long the call holds up its thread, from an idle loop: alone and in a burst.
void measureBlock(Bench &bench);
// The same with a large heap, beside what it was without.
void measureBlockWithHeap(Bench &bench);

} // namespace Spawn::Benchmark
