// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <monitoring/spawnersnapshot.h>

class QJsonObject;

namespace Spawn {

// A command for other programs: all that is known of it but its output, in base units. What is not
// known is left out, as are the arguments of a secret command.
QJsonObject commandJson(const CommandSnapshot &command);

} // namespace Spawn
