// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/clusterpart.h"
#include "models/treerow.h"

#include <monitoring/spawnersnapshot.h>

namespace Spawn {

class RequestRates;

enum class ClusterColumn {
    Name,
    State,
    ProcessId,
    Connections,
    Accepted,
    Requests,
    RequestRate,
    Memory,
    Processor,
    Up,
    Ends,
};
inline constexpr int ClusterColumns = 11;

// A cluster, a socket of it or a worker.
using ClusterRow = TreeRow<ClusterPart, ClusterColumns>;

// The rows of all clusters: each with its sockets, and then its workers, which it sums up.
std::unique_ptr<ClusterRow> clusterRows(const SpawnerSnapshot &snapshot, const RequestRates &rates,
                                        qint64 now);

} // namespace Spawn
