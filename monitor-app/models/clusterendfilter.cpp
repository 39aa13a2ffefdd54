// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/clusterendfilter.h"

#include "models/clusterendmodel.h"
#include "models/rowtext.h"

namespace Spawn {

ClusterEndFilter::ClusterEndFilter(QObject *parent) : QSortFilterProxyModel(parent)
{
    setSortRole(SortRole);
    setDynamicSortFilter(true);
}

void ClusterEndFilter::setParts(const QList<ClusterPart> &parts)
{
    QList<quint64> clusters;
    for (const ClusterPart &part : parts) {
        if (!clusters.contains(part.cluster))
            clusters += part.cluster;
    }
    if (clusters == m_clusters)
        return;
    m_clusters = clusters;
    invalidateFilter();
}

void ClusterEndFilter::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    invalidateFilter();
}

bool ClusterEndFilter::filterAcceptsRow(int sourceRow, const QModelIndex &) const
{
    const auto *const model = static_cast<const ClusterEndModel *>(sourceModel());
    const ClusterWorkerEnd &end = model->at(sourceRow);
    if (!m_clusters.isEmpty() && !m_clusters.contains(end.cluster))
        return false;
    return m_text.isEmpty() || rowSays(*model, sourceRow, m_text)
        || end.text.contains(m_text, Qt::CaseInsensitive);
}

} // namespace Spawn
