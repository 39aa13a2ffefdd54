// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "workers/balancer.h"

#include <chrono>
#include <memory>

namespace Spawn {

// What all the groups of a pool go by.
struct PoolSettings
{
    std::chrono::milliseconds respawnInterval{500};
    std::chrono::milliseconds pausedWorkerTimeout{0}; // 0: never
    int maxQueueLength = 100;
    int redeliveryLimit = 0;
    int giveUpAfter = 10; // 0: never
    bool oneAnswerPerMessage = true;
    bool paused = false;
    std::unique_ptr<Balancer> balancer = std::make_unique<LeastRecentlyUsed>();
};

} // namespace Spawn
