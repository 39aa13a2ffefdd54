// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/commandspec.h"
#include "wire/descriptor.h"

#include <memory>

namespace Spawn {

// Makes a worker's command of one that somebody asked for: it has the channel's end as a
// descriptor, and variables that say so; a script is run by node; it takes no place among the
// commands that run at a time.
void makeWorkerCommand(CommandSpec &spec, std::shared_ptr<const Wire::Descriptor> channelEnd,
                       int error); // errno of making the channel

} // namespace Spawn
