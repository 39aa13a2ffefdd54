// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"

#include <monitoring/spawnersnapshot.h>

namespace Spawn {

// How the page of the commands sorts them roughly: a chip each.
enum class CommandGroup {
    Waiting,
    Running, // or about to
    Failed, // it ended as nobody wanted
    Succeeded,
    Ended, // because somebody wanted it so
};
inline constexpr int CommandGroups = 5;

CommandGroup groupOf(const CommandSnapshot &command);

} // namespace Spawn
