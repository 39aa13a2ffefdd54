// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

namespace Spawn::Benchmark {

class Bench;

// HTTP requests to clusters of two workers, Qt programs and Node scripts, with a connection for
// each and over connections that are kept, beside Node's own cluster and servers of one process;
// and what a worker takes of memory.
void measureConnections(Bench &bench);

} // namespace Spawn::Benchmark
