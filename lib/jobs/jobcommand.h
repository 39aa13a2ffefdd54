// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "jobs/jobscript.h"

#include <spawner/command.h>

#include <chrono>
#include <optional>

namespace Spawn {

// How long the group of a worker that is ended by force has between the two signals. Short, as a
// job that has timed out is reported only when it has really ended.
inline constexpr std::chrono::milliseconds ForceDelay{100};

// What runs the script: as a worker, with the channel that forkWorker() adds. Nothing: it is not
// installed, or may not be started, as the problem says.
std::optional<Command> commandFor(const JobScript &script, std::optional<int> niceLevel,
                                  QString *problem);

} // namespace Spawn
