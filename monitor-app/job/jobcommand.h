// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QStringList>

namespace Spawn {

// "spawn-monitor job" from its arguments to its exit status. Runs the application's event loop.
int jobCommand(const QStringList &arguments);

} // namespace Spawn
