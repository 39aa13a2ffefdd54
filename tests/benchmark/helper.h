// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

namespace Spawn::Benchmark {

class Bench;

// How long the helper takes to be there, first and again and after a SIGKILL, and its memory.
void measureHelper(Bench &bench);

// What a process of its own does for measureHelper(): starts a helper, and prints how long it took.
inline constexpr char FirstStartOption[] = "--measure-first-start";
int measureFirstStart();

} // namespace Spawn::Benchmark
