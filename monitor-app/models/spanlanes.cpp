// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spanlanes.h"

#include <algorithm>

namespace Spawn {

void SpanLanes::add(const Span &span)
{
    while (!m_ends.empty() && m_ends.top().first <= span.from) {
        m_free.insert(m_ends.top().second);
        m_ends.pop();
    }
    // A straggler begins before what made a lane free.
    const auto free = std::find_if(m_free.begin(), m_free.end(), [&](int lane) {
        const Lane &spans = m_lanes[size_t(lane)];
        return spans.empty() || spans.back().to <= span.from;
    });
    int lane = int(m_lanes.size());
    if (free == m_free.end()) {
        m_lanes.emplace_back();
    } else {
        lane = *free;
        m_free.erase(free);
    }
    m_lanes[size_t(lane)].push_back(span);
    ++m_count;
    if (span.to == Open)
        m_open.insert(span.id, lane);
    else
        m_ends.emplace(span.to, lane);
}

void SpanLanes::close(quint64 id, qint64 to, const Mark &mark)
{
    const auto open = m_open.constFind(id);
    if (open == m_open.cend())
        return;
    const int lane = *open;
    m_open.erase(open);
    Span &span = m_lanes[size_t(lane)].back();
    span.to = std::max(span.from, to);
    span.mark = mark;
    m_ends.emplace(span.to, lane);
}

void SpanLanes::remove(const QSet<quint64> &ids)
{
    m_count = 0;
    for (int lane = 0; lane < int(m_lanes.size()); ++lane) {
        Lane &spans = m_lanes[size_t(lane)];
        if (!spans.empty() && spans.back().to == Open && ids.contains(spans.back().id)) {
            m_open.remove(spans.back().id);
            m_ends.emplace(spans.back().from, lane);
        }
        std::erase_if(spans, [&ids](const Span &span) { return ids.contains(span.id); });
        m_count += spans.size();
    }
}

void SpanLanes::clear()
{
    *this = SpanLanes();
}

SpanLanes::Lane::const_iterator SpanLanes::firstIn(const Lane &lane, qint64 from)
{
    return std::lower_bound(lane.begin(), lane.end(), from,
                            [](const Span &span, qint64 moment) { return span.to < moment; });
}

qint64 SpanLanes::begin() const
{
    qint64 first = Open;
    for (const Lane &lane : m_lanes) {
        if (!lane.empty())
            first = std::min(first, lane.front().from);
    }
    return first;
}

int SpanLanes::depth(qint64 moment) const
{
    return int(std::count_if(m_lanes.begin(), m_lanes.end(), [moment](const Lane &lane) {
        // Those that end at the moment are not there any more.
        const auto span = firstIn(lane, moment + 1);
        return span != lane.end() && span->from <= moment;
    }));
}

} // namespace Spawn
