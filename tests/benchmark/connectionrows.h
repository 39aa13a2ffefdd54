// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "clusterkind.h"
#include "row.h"

// What is measured of clusters.
namespace Spawn::Benchmark::Rows {

Row connectionsPerSecond(const ClusterKind &kind, int clients);
Row requestsPerSecond(const ClusterKind &kind, int clients);
Row connectionWorst(const ClusterKind &kind, int clients); // 99th percentile
Row clusterWorkerResident(bool ofScripts);
Row clusterWorkerPrivate(bool ofScripts);

} // namespace Spawn::Benchmark::Rows
