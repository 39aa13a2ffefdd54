// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/spawnerobservers.h"

#include <vector>

namespace Spawn {

// Made when it is first needed, whatever is initialised first, and never destroyed.
static std::vector<SpawnerMade> &observers()
{
    static auto *const list = new std::vector<SpawnerMade>;
    return *list;
}

void addSpawnerObserver(SpawnerMade made)
{
    observers().push_back(made);
}

void tellOfSpawner(AsyncSpawner *spawner)
{
    for (const SpawnerMade made : observers())
        made(spawner);
}

} // namespace Spawn
