// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

namespace Spawn {

class WorkerPool;

// Who wants to know of every pool that is made, in its thread and at the end of its constructor. To
// be set before the first one is made: at static initialisation. Null: nobody.
using PoolMade = void (*)(WorkerPool *);
void setPoolObserver(PoolMade made);
void tellOfPool(WorkerPool *pool);

} // namespace Spawn
