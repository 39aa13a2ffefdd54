// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/clusterpart.h"

#include <QtCore/QList>
#include <QtCore/QSortFilterProxyModel>

namespace Spawn {

// Those of a ClusterEndModel that belonged to some clusters, and say a text.
class ClusterEndFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit ClusterEndFilter(QObject *parent = nullptr);

    // None: all. Who works has not ended, so a part stands for all of its cluster.
    void setParts(const QList<ClusterPart> &parts);
    void setText(const QString &text);

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const override;

private:
    QList<quint64> m_clusters;
    QString m_text;
};

} // namespace Spawn
