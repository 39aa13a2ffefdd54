// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"
#include "models/timescale.h"

#include <QtCore/QHash>
#include <QtCore/QSet>

#include <limits>
#include <queue>
#include <set>
#include <vector>

namespace Spawn {

// Spans of time in lanes, so that none of a lane overlap: each takes the lowest lane that is free
// when it begins, and keeps it. What is seen of a long history is found without looking at all of
// it.
class SpanLanes
{
public:
    static constexpr qint64 Open = std::numeric_limits<qint64>::max(); // it goes on

    struct Span
    {
        quint64 id = 0;
        qint64 from = 0;
        qint64 to = Open;
        Mark mark;
    };
    using Lane = std::vector<Span>; // by time

    // To be called in the order of their beginnings; a straggler takes a lane that has room.
    void add(const Span &span);
    // Ends an open one.
    void close(quint64 id, qint64 to, const Mark &mark);
    bool isOpen(quint64 id) const { return m_open.contains(id); }
    void remove(const QSet<quint64> &ids);
    void clear();

    const std::vector<Lane> &lanes() const { return m_lanes; }
    size_t count() const { return m_count; }
    // The first of a lane that does not end before.
    static Lane::const_iterator firstIn(const Lane &lane, qint64 from);
    qint64 begin() const; // of the first; Open: there is none
    // How many there are at a moment.
    int depth(qint64 moment) const;

private:
    using End = std::pair<qint64, int>; // of the last span of a lane

    std::vector<Lane> m_lanes;
    QHash<quint64, int> m_open; // in which lane
    std::set<int> m_free;
    std::priority_queue<End, std::vector<End>, std::greater<>> m_ends; // of lanes not free yet
    size_t m_count = 0;
};

} // namespace Spawn
