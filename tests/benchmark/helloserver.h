// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

namespace Spawn::Benchmark {

// What a process of its own does for measureConnections(): answers "hello world" to each HTTP
// request, as a worker of a cluster or alone, where its server is a QTcpServer and nothing else.
// Alone it prints what httpworker.js does.
inline constexpr char HelloServerOption[] = "--serve-hello";
int serveHello();

} // namespace Spawn::Benchmark
