// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cluster/clustersnapshot.h>

namespace Spawn {

QString clusterText(const ClusterSnapshot &cluster); // "web", "Cluster 1"
QString clusterText(const QList<ClusterSnapshot> &clusters,
                    quint64 number); // also of one that is gone
QString workerStateWord(ClusterWorkerSnapshot::State state); // "Listening"
QString policyText(Cluster::SchedulingPolicy policy); // "Round robin"
// "Crashed: SIGKILL", "Exited by itself: code 3".
QString causeText(const ClusterWorkerEnd &end);
QString connectionsText(qint64 connections); // "12"; "–": not known
QString rateText(double perSecond); // "0.4", "1 204"; empty: not known

} // namespace Spawn
