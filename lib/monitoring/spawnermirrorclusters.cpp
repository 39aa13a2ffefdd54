// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/numberedlist.h"
#include "monitoring/spawnermirror.h"

// The clusters of a spawner, as their own thread describes them.

namespace Spawn {

using namespace Qt::StringLiterals;

static constexpr int KeptClusterEnds = 500;

void SpawnerMirror::setCluster(const ClusterSnapshot &cluster)
{
    setNumber(m_snapshot.clusters, cluster);
    m_changes.clusters = true;
}

void SpawnerMirror::removeCluster(quint64 number)
{
    removeNumber(m_snapshot.clusters, number);
    m_changes.clusters = true;
}

void SpawnerMirror::addClusterEnd(ClusterWorkerEnd end)
{
    using Reason = ClusterWorkerEnd::Reason;
    end.number = ++m_clusterEndNumber;
    const bool asked = end.reason == Reason::Disconnected || end.reason == Reason::Replaced;
    m_now = Clock::now();
    const ClusterSnapshot *const cluster = findNumber(m_snapshot.clusters, end.cluster);
    const QString name = cluster == nullptr || cluster->name.isEmpty()
        ? u"cluster %1"_s.arg(end.cluster)
        : cluster->name;
    log(asked ? QtInfoMsg : QtWarningMsg, u"spawn.cluster"_s,
        u"%1 (process %2): %3"_s.arg(name, QString::number(end.processId), end.text), end.command);
    appendBounded(m_snapshot.clusterEnds, end, KeptClusterEnds);
    m_changes.clusterEnds.append(std::move(end));
}

} // namespace Spawn
