// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QStringList>

namespace Spawn {

// "spawn-monitor pipe" from its arguments to its exit status. Runs the application's event loop.
int pipeCommand(const QStringList &arguments);

} // namespace Spawn
