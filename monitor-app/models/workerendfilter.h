// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/poolpart.h"

#include <QtCore/QList>
#include <QtCore/QSortFilterProxyModel>

namespace Spawn {

// Those of a WorkerEndModel that belonged to some parts of the pools, and say a text.
class WorkerEndFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit WorkerEndFilter(QObject *parent = nullptr);

    // None: all. Who works has not ended, so a worker stands for the others of its program.
    void setParts(const QList<PoolPart> &parts);
    // In a row; or in the names of these pools, of which a row says nothing.
    void setText(const QString &text, const QList<quint64> &pools);

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const override;

private:
    QList<PoolPart> m_parts;
    QString m_text;
    QList<quint64> m_pools;
};

} // namespace Spawn
