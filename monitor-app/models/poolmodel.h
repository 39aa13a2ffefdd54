// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/cellrole.h"
#include "models/poolrows.h"

#include <QtCore/QAbstractItemModel>

namespace Spawn {

// Pools, their programs, and the workers of these: a tree.
class PoolModel final : public QAbstractItemModel
{
    Q_OBJECT
public:
    explicit PoolModel(QObject *parent = nullptr);

    // Rows that stay keep their indexes.
    void setPools(const SpawnerSnapshot &snapshot, qint64 now);
    void clear(); // numbers of another application mean others

    PoolPart partAt(const QModelIndex &index) const;
    QModelIndex indexOf(const PoolPart &part) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    PoolRow *rowAt(const QModelIndex &index) const;
    QModelIndex indexOf(const PoolRow *row, int column = 0) const;
    void merge(PoolRow *into, PoolRow *from);
    void take(PoolRow *row, PoolRow *from);

    std::unique_ptr<PoolRow> m_root;
};

} // namespace Spawn
