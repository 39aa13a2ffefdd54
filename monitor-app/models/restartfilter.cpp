// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/restartfilter.h"

#include "models/restartmodel.h"
#include "models/rowtext.h"

namespace Spawn {

RestartFilter::RestartFilter(QObject *parent) : QSortFilterProxyModel(parent)
{
    setSortRole(SortRole);
    setDynamicSortFilter(true);
}

void RestartFilter::setReason(std::optional<HelperExit::Reason> reason)
{
    m_reason = reason;
    invalidateFilter();
}

void RestartFilter::setText(const QString &text)
{
    m_text = text.trimmed();
    invalidateFilter();
}

void RestartFilter::setSince(qint64 moment)
{
    m_since = moment;
    invalidateFilter();
}

bool RestartFilter::filterAcceptsRow(int sourceRow, const QModelIndex &) const
{
    const auto *const model = static_cast<const RestartModel *>(sourceModel());
    const RestartSnapshot &restart = model->at(sourceRow);
    if (m_reason && restart.exit.reason != *m_reason)
        return false;
    if (restart.exit.time.toMSecsSinceEpoch() < m_since)
        return false;
    if (m_text.isEmpty())
        return true;
    return rowSays(*model, sourceRow, m_text)
        || restart.exit.text.contains(m_text, Qt::CaseInsensitive)
        || QString::fromUtf8(restart.lastWords).contains(m_text, Qt::CaseInsensitive);
}

} // namespace Spawn
