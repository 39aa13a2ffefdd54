// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

namespace Spawn::Benchmark {

class Bench;

// Messages through a pool of two workers and back, Qt programs and Node scripts, beside Node's own
// fork() with the same script.
void measurePool(Bench &bench);

} // namespace Spawn::Benchmark
