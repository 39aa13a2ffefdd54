// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "workers/poolobserver.h"

namespace Spawn {

static constinit PoolMade observer = nullptr; // whatever is initialised first

void setPoolObserver(PoolMade made)
{
    observer = made;
}

void tellOfPool(WorkerPool *pool)
{
    if (observer != nullptr)
        observer(pool);
}

} // namespace Spawn
