// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "cluster/clusterobserver.h"

namespace Spawn {

static constinit ClusterMade clusterObserver = nullptr; // whatever is initialised first

void setClusterObserver(ClusterMade made)
{
    clusterObserver = made;
}

void tellOfCluster(Cluster *cluster)
{
    if (clusterObserver != nullptr)
        clusterObserver(cluster);
}

} // namespace Spawn
