// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timelinehistory.h"

#include <QtCore/QSet>

#include <vector>

namespace Spawn {

// A bar of a lane, in pixels from the left of the time.
struct TimelineBar
{
    int lane = 0;
    float left = 0;
    float right = 0;
    quint64 command = 0; // the one that says most, of what is merged
    int count = 1; // so many are one bar, since they are too close
    Mark mark; // the worst
    bool open = false; // it goes on
    bool quiet = false; // none of it matches the filter
};

// A helper, from its start to its end.
struct TimelineHelper
{
    qint64 processId = 0;
    qint64 from = 0;
    qint64 to = 0; // SpanLanes::Open: it runs
    std::chrono::milliseconds uptime{0};
};

// The time without a helper.
struct TimelineGap
{
    quint64 restart = 0; // its number
    qint64 from = 0;
    qint64 to = 0; // SpanLanes::Open: there is still none
    Mark mark;
};

// What a timeline shows between two moments, ready to be painted.
struct TimelineLayout
{
    TimeScale scale;
    qint64 now = 0;
    std::vector<TimelineBar> running; // by lane, then by time
    int runningLanes = 0;
    std::vector<TimelineBar> waiting;
    int waitingLanes = 0;
    std::vector<TimelineHelper> helpers;
    std::vector<TimelineGap> gaps;
    std::vector<int> depth; // how many wait, at each pixel; -1 after now
    int deepest = 0;

    double x(qint64 moment) const; // what goes on ends now
};

struct TimelineQuery
{
    TimeScale scale;
    qint64 now = 0;
    const QSet<quint64> *matching = nullptr; // of a filter; null: all do
};

inline constexpr int NarrowestBar = 3; // pixels

TimelineLayout layOut(const TimelineHistory &history, const QList<RestartSnapshot> &restarts,
                      const HelperSnapshot &helper, const TimelineQuery &query);

// What a range holds: what ran in it, and how much of that did not end well.
struct TimelineTotals
{
    int commands = 0;
    int failed = 0;
};
TimelineTotals totalsOf(const TimelineHistory &history, const TimeRange &range, qint64 now);
// Those that waited or ran in it, newest first.
QList<quint64> commandsIn(const TimelineHistory &history, const TimeRange &range, qint64 now);

// How long a wait may be before it is shown as too long.
inline constexpr qint64 WaitTooLong = 60'000;

} // namespace Spawn
