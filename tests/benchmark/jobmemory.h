// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

namespace Spawn::Benchmark {

class Bench;

// Of the workers that run jobs, and of the application for each job that waits.
void measureJobMemory(Bench &bench);

} // namespace Spawn::Benchmark
