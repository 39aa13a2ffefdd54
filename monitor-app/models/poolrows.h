// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/poolpart.h"
#include "models/treerow.h"

#include <monitoring/spawnersnapshot.h>

namespace Spawn {

enum class PoolColumn {
    Name,
    State,
    ProcessId,
    Outstanding,
    Waiting,
    Handled,
    Memory,
    Processor,
    Up,
    Ends,
};
inline constexpr int PoolColumns = 10;

// A pool, a program of it or a worker.
using PoolRow = TreeRow<PoolPart, PoolColumns>;

// The rows of all pools. What has several workers sums them up.
std::unique_ptr<PoolRow> poolRows(const SpawnerSnapshot &snapshot, qint64 now);

} // namespace Spawn
