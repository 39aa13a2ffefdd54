// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

namespace Spawn::Benchmark {

class Bench;

// Memory of the application for each command that waits, and that all of them end with destroy().
void measureQueue(Bench &bench);

} // namespace Spawn::Benchmark
