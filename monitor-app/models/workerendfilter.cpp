// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workerendfilter.h"

#include "models/rowtext.h"
#include "models/workerendmodel.h"

#include <algorithm>

namespace Spawn {

WorkerEndFilter::WorkerEndFilter(QObject *parent) : QSortFilterProxyModel(parent)
{
    setSortRole(SortRole);
    setDynamicSortFilter(true);
}

void WorkerEndFilter::setParts(const QList<PoolPart> &parts)
{
    if (parts == m_parts)
        return;
    m_parts = parts;
    invalidateFilter();
}

void WorkerEndFilter::setText(const QString &text, const QList<quint64> &pools)
{
    if (text == m_text && pools == m_pools)
        return;
    m_text = text;
    m_pools = pools;
    invalidateFilter();
}

bool WorkerEndFilter::filterAcceptsRow(int sourceRow, const QModelIndex &) const
{
    const auto *const model = static_cast<const WorkerEndModel *>(sourceModel());
    const WorkerEnd &end = model->at(sourceRow);
    const auto holds = [&end](const PoolPart &part) {
        return part.pool == end.pool && (part.program.isEmpty() || part.program == end.program);
    };
    if (!m_parts.isEmpty() && std::none_of(m_parts.begin(), m_parts.end(), holds))
        return false;
    if (m_text.isEmpty() || m_pools.contains(end.pool))
        return true;
    return rowSays(*model, sourceRow, m_text) || end.text.contains(m_text, Qt::CaseInsensitive);
}

} // namespace Spawn
