// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

namespace Spawn {

class AsyncSpawner;

// Who wants to know of every spawner that is made, in its thread and at the end of its constructor.
// To be added before the first one is made: at static initialisation.
using SpawnerMade = void (*)(AsyncSpawner *);
void addSpawnerObserver(SpawnerMade made);
void tellOfSpawner(AsyncSpawner *spawner);

} // namespace Spawn
