// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "clusterkind.h"

#include <QtCore/QStandardPaths>

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark {

QList<ClusterKind> clusterKinds(bool ofScripts)
{
    using Policy = Cluster::SchedulingPolicy;
    if (ofScripts)
        return {
            {u"node-round-robin"_s, u"two Node workers, RoundRobin"_s, true, Policy::RoundRobin},
            {u"node-shared"_s, u"two Node workers, Shared"_s, true, Policy::Shared}};
    return {{u"qt-round-robin"_s, u"two Qt workers, RoundRobin"_s, false, Policy::RoundRobin},
            {u"qt-shared"_s, u"two Qt workers, Shared"_s, false, Policy::Shared},
            {u"qt-least-connections"_s, u"two Qt workers, LeastConnections"_s, false,
             Policy::LeastConnections}};
}

bool haveNode()
{
    return !QStandardPaths::findExecutable(u"node"_s).isEmpty();
}

} // namespace Spawn::Benchmark
