// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

namespace Spawn::Benchmark {

class Bench;

// A million lines through four workers and out again: how many a second, and what the application
// keeps of them.
void measureLines(Bench &bench);

} // namespace Spawn::Benchmark
