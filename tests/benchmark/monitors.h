// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

namespace Spawn::Benchmark {

class Bench;

// Commands a second with monitors attached, one of which never reads, against none.
void measureMonitors(Bench &bench);

} // namespace Spawn::Benchmark
