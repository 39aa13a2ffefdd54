// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "spawner/helperexit.h"

namespace Spawn {

namespace Event {
struct HelperEnded;
}

HelperExit helperExitFromEvent(const Event::HelperEnded &ended);

} // namespace Spawn
