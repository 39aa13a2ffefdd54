// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/poolrows.h"
#include "models/treemodel.h"

namespace Spawn {

// Pools, their programs, and the workers of these: a tree.
class PoolModel final : public TreeModel<PoolRow>
{
    Q_OBJECT
public:
    explicit PoolModel(QObject *parent = nullptr);

    void setPools(const SpawnerSnapshot &snapshot, qint64 now);
    QModelIndex indexOf(const PoolPart &part) const;
};

} // namespace Spawn
