// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/clusterrows.h"
#include "models/treemodel.h"

namespace Spawn {

// Clusters, with their sockets and workers: a tree.
class ClusterModel final : public TreeModel<ClusterRow>
{
    Q_OBJECT
public:
    explicit ClusterModel(QObject *parent = nullptr);

    void setClusters(const SpawnerSnapshot &snapshot, const RequestRates &rates, qint64 now);
    QModelIndex indexOf(const ClusterPart &part) const;
};

} // namespace Spawn
