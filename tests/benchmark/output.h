// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

namespace Spawn::Benchmark {

class Bench;

// A command that writes 1 GiB, read as it comes.
void measureOutput(Bench &bench);

} // namespace Spawn::Benchmark
