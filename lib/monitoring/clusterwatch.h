// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "monitoring/clusterrequest.h"
#include "monitoring/snapshotwatch.h"

#include <cluster/clustersnapshot.h>

#include <QtCore/QPointer>

namespace Spawn {

// A cluster with its workers and sockets, the ends of workers, and what monitors ask of it.
class ClusterWatch final : public SnapshotWatch
{
    Q_OBJECT
public:
    ClusterWatch(Cluster *cluster, quint64 number, QObject *parent);

    void request(const ClusterRequest &request); // of another cluster: nothing

Q_SIGNALS:
    void changed(const Spawn::ClusterSnapshot &snapshot);
    void workerEnded(const Spawn::ClusterWorkerEnd &end);

private:
    void publish() override;

    const QPointer<Cluster> m_cluster;
    ClusterSnapshot m_last;
};

} // namespace Spawn
