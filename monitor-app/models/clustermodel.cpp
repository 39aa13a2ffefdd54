// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/clustermodel.h"

namespace Spawn {

// As ClusterColumn.
static QList<TreeColumn> clusterColumns()
{
    return {
        {QStringLiteral("Name")},
        {QStringLiteral("State")},
        {QStringLiteral("Process"), true, true},
        {QStringLiteral("Connections"), true, false, QStringLiteral("That are open now")},
        {QStringLiteral("Accepted"), true, false,
         QStringLiteral("Connections, from the beginning")},
        {QStringLiteral("Requests"), true, false, QStringLiteral("That workers have told of")},
        {QStringLiteral("Requests/s"), true, false, QStringLiteral("In the last 3 seconds")},
        {QStringLiteral("Memory"), true},
        {QStringLiteral("CPU"), true},
        {QStringLiteral("Up"), true},
        {QStringLiteral("Ends"), true},
    };
}

ClusterModel::ClusterModel(QObject *parent)
    : TreeModel(clusterColumns(), int(ClusterColumn::State), parent)
{
}

void ClusterModel::setClusters(const SpawnerSnapshot &snapshot, const RequestRates &rates,
                               qint64 now)
{
    setRows(clusterRows(snapshot, rates, now));
}

QModelIndex ClusterModel::indexOf(const ClusterPart &part) const
{
    return indexBelow({{part.cluster, {}, 0}, part});
}

} // namespace Spawn
