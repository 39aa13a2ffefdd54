// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"
#include "models/poolpart.h"

#include <monitoring/spawnersnapshot.h>

#include <array>
#include <memory>
#include <vector>

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

// A pool, a program of it or a worker, in words, with those that belong to it.
struct PoolRow
{
    using Texts = std::array<QString, PoolColumns>;

    PoolPart part;
    Texts texts;
    Texts toolTips;
    Mark state;
    PoolRow *parent = nullptr;
    std::vector<std::unique_ptr<PoolRow>> rows;
};

// The rows of all pools. What has several workers sums them up.
std::unique_ptr<PoolRow> poolRows(const SpawnerSnapshot &snapshot, qint64 now);

} // namespace Spawn
