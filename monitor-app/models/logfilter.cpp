// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logfilter.h"

#include "models/cellrole.h"

#include <algorithm>

namespace Spawn {

LogFilter::LogFilter(QObject *parent) : QSortFilterProxyModel(parent)
{
    setSortRole(SortRole);
    setDynamicSortFilter(true);
}

void LogFilter::setLevel(LogLevel level, bool shown)
{
    if (m_levels[size_t(level)] == shown)
        return;
    m_levels[size_t(level)] = shown;
    invalidateFilter();
}

void LogFilter::setCategory(const QString &category)
{
    if (category == m_category)
        return;
    m_category = category;
    invalidateFilter();
}

void LogFilter::setText(const QString &text)
{
    if (text.trimmed() == m_text)
        return;
    m_text = text.trimmed();
    invalidateFilter();
}

bool LogFilter::hidesLevels() const
{
    return !std::all_of(m_levels.begin(), m_levels.end(), [](bool shown) { return shown; });
}

bool LogFilter::isFiltering() const
{
    return hidesLevels() || !m_category.isEmpty() || !m_text.isEmpty();
}

bool LogFilter::filterAcceptsRow(int sourceRow, const QModelIndex &) const
{
    const auto *const model = static_cast<const LogModel *>(sourceModel());
    const LogSnapshot &record = model->at(sourceRow);
    if (!m_levels[size_t(logLevel(record.level))])
        return false;
    if (!m_category.isEmpty() && record.category != m_category)
        return false;
    if (m_text.isEmpty())
        return true;
    if (m_text.startsWith(u'#'))
        return QString::number(record.command) == QStringView(m_text).mid(1);
    return record.message.contains(m_text, Qt::CaseInsensitive)
        || record.category.contains(m_text, Qt::CaseInsensitive);
}

} // namespace Spawn
