// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Spawn {

// "spawn-monitor window", and "spawn-monitor" alone, from its arguments to its exit status. Makes
// and runs the QApplication: there must be no other application yet.
int windowCommand(int &argc, char **argv);

} // namespace Spawn
