// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "spawner/commandresult.h"

namespace Spawn {

class CommandSpec;
struct Outcome;

// The engine's account of a command in public words. The outcome's output is moved out of it.
CommandResult resultFromOutcome(Outcome &&outcome, const CommandSpec &spec);

} // namespace Spawn
