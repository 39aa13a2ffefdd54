// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

namespace Spawn::Benchmark {

// The bare limit: vfork, exec, reap, in a loop, in so many threads. No pipes, no event loop, no
// result: nothing that runs commands can be quicker. Returns commands a second, or 0 when one
// could not be run or did not exit with 0.
double limitOfCommands(const QByteArray &program, int threads, double seconds);

} // namespace Spawn::Benchmark
