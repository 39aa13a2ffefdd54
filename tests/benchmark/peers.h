// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

namespace Spawn::Benchmark {

class Bench;

// npm's spawn-async and node's execFile, when NODE_PEERS names a folder whose node_modules has the
// former.
void measurePeers(Bench &bench);
bool havePeers();

} // namespace Spawn::Benchmark
