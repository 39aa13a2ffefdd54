// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <cluster/cluster.h>

#include <QtCore/QList>
#include <QtCore/QString>

namespace Spawn::Benchmark {

inline constexpr int ClusterWorkers = 2;

// What a cluster's workers run, and who accepts.
struct ClusterKind
{
    QString id;
    QString title;
    bool ofScripts;
    Cluster::SchedulingPolicy policy;
};

QList<ClusterKind> clusterKinds(bool ofScripts);
bool haveNode();

} // namespace Spawn::Benchmark
