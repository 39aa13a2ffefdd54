// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/poolmodel.h"

namespace Spawn {

// As PoolColumn.
static QList<TreeColumn> poolColumns()
{
    return {
        {QStringLiteral("Name")},
        {QStringLiteral("State")},
        {QStringLiteral("Process"), true, true},
        {QStringLiteral("Outstanding"), true},
        {QStringLiteral("Waiting"), true},
        {QStringLiteral("Handled"), true},
        {QStringLiteral("Memory"), true},
        {QStringLiteral("CPU"), true},
        {QStringLiteral("Up"), true},
        {QStringLiteral("Ends"), true},
    };
}

PoolModel::PoolModel(QObject *parent) : TreeModel(poolColumns(), int(PoolColumn::State), parent) { }

void PoolModel::setPools(const SpawnerSnapshot &snapshot, qint64 now)
{
    setRows(poolRows(snapshot, now));
}

QModelIndex PoolModel::indexOf(const PoolPart &part) const
{
    return indexBelow({{part.pool, {}, 0}, {part.pool, part.program, 0}, part});
}

} // namespace Spawn
