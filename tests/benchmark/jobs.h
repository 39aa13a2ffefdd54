// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

namespace Spawn::Benchmark {

class Bench;

// Jobs a second in processes of their own and in workers that are used again, for each kind of
// script, beside Node's fork() and npm's qworker; and what they take of memory.
void measureJobs(Bench &bench);

} // namespace Spawn::Benchmark
