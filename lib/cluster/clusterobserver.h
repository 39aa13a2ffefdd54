// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

namespace Spawn {

class Cluster;

// Who wants to know of every cluster that is made, in its thread and at the end of its constructor.
// To be set at static initialisation, as PoolMade. Null: nobody.
using ClusterMade = void (*)(Cluster *);
void setClusterObserver(ClusterMade made);
void tellOfCluster(Cluster *cluster);

} // namespace Spawn
