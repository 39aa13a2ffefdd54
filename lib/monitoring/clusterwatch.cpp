// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/clusterwatch.h"

#include "cluster/cluster_p.h"

namespace Spawn {

ClusterWatch::ClusterWatch(Cluster *cluster, quint64 number, QObject *parent)
    : SnapshotWatch(cluster, number, parent), m_cluster(cluster)
{
    connect(cluster, &Cluster::workerStarted, this, &ClusterWatch::look);
    connect(cluster, &Cluster::workerOnline, this, &ClusterWatch::look);
    connect(cluster, &Cluster::workerListening, this, &ClusterWatch::look);
    connect(cluster, &Cluster::workerFinished, this, &ClusterWatch::look);
    connect(cluster, &Cluster::workerGaveUp, this, &ClusterWatch::look);
    connect(cluster, &Cluster::reloaded, this, &ClusterWatch::look);
    connect(ClusterPrivate::of(cluster), &ClusterPrivate::workerEnded, this,
            [this](ClusterWorkerEnd end) {
                end.cluster = this->number();
                Q_EMIT workerEnded(end);
                look();
            });
}

void ClusterWatch::publish()
{
    if (!m_cluster)
        return;
    ClusterSnapshot snapshot = ClusterPrivate::of(m_cluster)->snapshot();
    snapshot.number = number();
    if (snapshot != m_last) {
        m_last = snapshot;
        Q_EMIT changed(snapshot);
    }
}

void ClusterWatch::request(const ClusterRequest &request)
{
    if (request.cluster != number() || !m_cluster)
        return;
    look();
    switch (request.what) {
    case ClusterRequest::What::Reload:
        m_cluster->reload(request.deadline);
        break;
    case ClusterRequest::What::StartWorker:
        m_cluster->startWorker();
        break;
    case ClusterRequest::What::DisconnectWorkers:
        m_cluster->disconnectWorkers(request.deadline);
        break;
    }
}

} // namespace Spawn
