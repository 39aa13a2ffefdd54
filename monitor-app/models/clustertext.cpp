// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/clustertext.h"

#include "models/outcometext.h"
#include "models/quantity.h"
#include "models/terminaltext.h"

#include <algorithm>
#include <cmath>

namespace Spawn {

QString clusterText(const ClusterSnapshot &cluster)
{
    return cluster.name.isEmpty() ? QStringLiteral("Cluster %1").arg(cluster.number)
                                  : printableText(cluster.name.toUtf8());
}

QString clusterText(const QList<ClusterSnapshot> &clusters, quint64 number)
{
    const auto found
        = std::find_if(clusters.begin(), clusters.end(), [number](const ClusterSnapshot &cluster) {
              return cluster.number == number;
          });
    if (found != clusters.end())
        return clusterText(*found);
    ClusterSnapshot gone;
    gone.number = number;
    return clusterText(gone);
}

QString workerStateWord(ClusterWorkerSnapshot::State state)
{
    switch (state) {
    case ClusterWorkerSnapshot::State::Starting:
        return QStringLiteral("Starting");
    case ClusterWorkerSnapshot::State::Online:
        return QStringLiteral("Online");
    case ClusterWorkerSnapshot::State::Listening:
        return QStringLiteral("Listening");
    case ClusterWorkerSnapshot::State::Leaving:
        return QStringLiteral("Leaving");
    }
    return {};
}

QString policyText(Cluster::SchedulingPolicy policy)
{
    switch (policy) {
    case Cluster::SchedulingPolicy::RoundRobin:
        return QStringLiteral("Round robin");
    case Cluster::SchedulingPolicy::Shared:
        return QStringLiteral("Shared");
    case Cluster::SchedulingPolicy::LeastConnections:
        return QStringLiteral("Least connections");
    }
    return {};
}

QString causeText(const ClusterWorkerEnd &end)
{
    switch (end.reason) {
    case ClusterWorkerEnd::Reason::Exited:
        return end.exitCode >= 0 ? QStringLiteral("Exited by itself: code %1").arg(end.exitCode)
                                 : QStringLiteral("Exited by itself");
    case ClusterWorkerEnd::Reason::Crashed:
        return end.signalNumber != 0 ? QStringLiteral("Crashed: ") + signalText(end.signalNumber)
                                     : QStringLiteral("Crashed");
    case ClusterWorkerEnd::Reason::FailedToStart:
        return end.text.isEmpty()
            ? QStringLiteral("Did not start")
            : QStringLiteral("Did not start: ") + printableText(end.text.toUtf8());
    case ClusterWorkerEnd::Reason::Disconnected:
        return QStringLiteral("Disconnected with all");
    case ClusterWorkerEnd::Reason::Replaced:
        return QStringLiteral("Replaced by a reload");
    case ClusterWorkerEnd::Reason::RolledBack:
        return QStringLiteral("Did not come up in a reload");
    }
    return {};
}

QString connectionsText(qint64 connections)
{
    return connections < 0 ? QStringLiteral("–") : countText(quint64(connections));
}

QString rateText(double perSecond)
{
    if (perSecond < 0)
        return {};
    return perSecond == 0 || perSecond >= 9.95 ? countText(quint64(std::llround(perSecond)))
                                               : QString::number(perSecond, 'f', 1);
}

} // namespace Spawn
