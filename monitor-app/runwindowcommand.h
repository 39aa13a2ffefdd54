// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Spawn {

struct RunArguments;

// "spawn-monitor run --window": as runCommand(), with a window on the commands. Makes and runs the
// QApplication: there must be no other application yet.
int runWindowCommand(const RunArguments &parsed, int &argc, char **argv);

} // namespace Spawn
