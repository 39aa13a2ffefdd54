// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

namespace Spawn::Benchmark {

// Bytes that malloc() has given out and not got back, in all threads' arenas (mallinfo2() knows
// the main one only). Not a number where malloc() is a sanitizer's.
double allocatedMemory();

} // namespace Spawn::Benchmark
