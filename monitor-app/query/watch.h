// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Spawn {

class MonitorClient;

// Writes a line for each command that moves, each helper that ends and each line of the log, until
// the application ends or nobody reads any more. Returns the exit status.
int watch(MonitorClient &client, bool json);

} // namespace Spawn
