// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/jobendhistory.h"

#include "workers/jsonline.h"

namespace Spawn {

static qsizetype sizeOf(const JobValue &value)
{
    if (value.value.isString())
        return value.value.toString().size();
    return value.value.isObject() || value.value.isArray() ? toCompactJson(value.value).size() : 0;
}

void JobEndHistory::append(QList<JobEnd> &ends, const JobEnd &end)
{
    ends.append(end);
    m_sizes.push_back(sizeOf(end.payload) + sizeOf(end.value));
    m_bytes += m_sizes.back();
    while (ends.size() > m_maximumCount || (m_bytes > m_maximumBytes && ends.size() > 1)) {
        m_bytes -= m_sizes.front();
        m_sizes.pop_front();
        ends.removeFirst();
    }
}

void JobEndHistory::clear()
{
    m_sizes.clear();
    m_bytes = 0;
}

} // namespace Spawn
