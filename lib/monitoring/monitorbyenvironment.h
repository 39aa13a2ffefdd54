// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

namespace Spawn {

class AsyncSpawner;
class MonitorServer;

// The server that ASYNCSPAWNER_MONITOR=1 has made for a spawner; null: none.
MonitorServer *monitorByEnvironment(const AsyncSpawner *spawner);

} // namespace Spawn
