// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/jobendfilter.h"

#include "models/jobendmodel.h"
#include "models/jobtext.h"
#include "models/rowtext.h"

#include <algorithm>

namespace Spawn {

JobEndFilter::JobEndFilter(QObject *parent) : QSortFilterProxyModel(parent)
{
    setSortRole(SortRole);
    setDynamicSortFilter(true);
}

void JobEndFilter::setParts(const QList<JobPart> &parts)
{
    if (parts == m_parts)
        return;
    m_parts = parts;
    invalidateFilter();
}

void JobEndFilter::setText(const QString &text, const QList<quint64> &runners)
{
    if (text == m_text && (text.isEmpty() || runners == m_runners))
        return;
    m_text = text;
    m_runners = runners;
    invalidateFilter();
}

void JobEndFilter::setFailedOnly(bool only)
{
    if (only == m_failedOnly)
        return;
    m_failedOnly = only;
    invalidateFilter();
}

bool JobEndFilter::filterAcceptsRow(int sourceRow, const QModelIndex &) const
{
    const auto *const model = static_cast<const JobEndModel *>(sourceModel());
    const JobEnd &end = model->at(sourceRow);
    if (m_failedOnly && end.error == JobResult::Error::NoError)
        return false;
    const auto holds = [&end](const JobPart &part) {
        return part.runner == end.runner
            && (!part.script || part.script->isEmpty() || *part.script == end.script);
    };
    if (!m_parts.isEmpty() && std::none_of(m_parts.begin(), m_parts.end(), holds))
        return false;
    if (m_text.isEmpty() || m_runners.contains(end.runner) || rowSays(*model, sourceRow, m_text))
        return true;
    const auto says = [this](const QString &text) {
        return text.contains(m_text, Qt::CaseInsensitive);
    };
    return says(end.script) || says(end.text) || says(valueText(end.payload))
        || says(valueText(end.value));
}

} // namespace Spawn
