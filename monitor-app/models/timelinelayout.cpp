// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timelinelayout.h"

#include <algorithm>
#include <cmath>

namespace Spawn {

double TimelineLayout::x(qint64 moment) const
{
    return scale.x(moment == SpanLanes::Open ? now : moment);
}

// What is worst is seen of a bar that stands for many.
static int weight(Tone tone)
{
    switch (tone) {
    case Tone::Fail:
        return 5;
    case Tone::Signal:
        return 4;
    case Tone::Warn:
        return 3;
    case Tone::Accent:
        return 2;
    case Tone::Neutral:
        return 1;
    case Tone::Ok:
        return 0;
    }
    return 0;
}

static bool merges(const TimelineBar &before, const TimelineBar &next)
{
    const auto isNarrow = [](const TimelineBar &bar) {
        return bar.count > 1 || bar.right - bar.left <= float(NarrowestBar);
    };
    return before.lane == next.lane && next.left < before.right && isNarrow(before)
        && isNarrow(next);
}

static void merge(TimelineBar &into, const TimelineBar &bar)
{
    // What matches the filter is worth more than what does not.
    const bool better
        = into.quiet == bar.quiet ? weight(bar.mark.tone) >= weight(into.mark.tone) : into.quiet;
    if (better) {
        into.mark = bar.mark;
        into.command = bar.command;
    }
    into.quiet = into.quiet && bar.quiet;
    into.open = into.open || bar.open;
    into.right = std::max(into.right, bar.right);
    ++into.count;
}

// The bars of one kind; answers how many lanes they take.
static int addBars(std::vector<TimelineBar> &bars, const SpanLanes &spans,
                   const TimelineQuery &query)
{
    const TimeScale &scale = query.scale;
    const double pixels = 1 / scale.perPixel();
    const float end = float(scale.width);
    int lanes = 0;
    for (int lane = 0; lane < int(spans.lanes().size()); ++lane) {
        const SpanLanes::Lane &all = spans.lanes()[size_t(lane)];
        for (auto it = SpanLanes::firstIn(all, scale.range.from);
             it != all.end() && it->from < scale.range.to; ++it) {
            const bool open = it->to == SpanLanes::Open;
            const qint64 to = open ? std::max(query.now, it->from) : it->to;
            TimelineBar bar;
            bar.lane = lane;
            bar.left = float(double(it->from - scale.range.from) * pixels);
            bar.right = std::max(float(double(to - scale.range.from) * pixels),
                                 bar.left + float(NarrowestBar));
            // Far outside is as good as outside, and cheaper to paint.
            bar.left = std::max(bar.left, -8.0F);
            bar.right = std::min(bar.right, end + 8);
            bar.command = it->id;
            bar.mark = it->mark;
            bar.open = open;
            bar.quiet = query.matching && !query.matching->contains(it->id);
            if (!bars.empty() && merges(bars.back(), bar))
                merge(bars.back(), bar);
            else
                bars.push_back(bar);
            lanes = lane + 1;
        }
    }
    return lanes;
}

// How many wait, at the left edge of each pixel: what comes there, and what goes.
static void addDepth(TimelineLayout &layout, const SpanLanes &waits)
{
    const TimeScale &scale = layout.scale;
    std::vector<int> changes(size_t(scale.width) + 1, 0);
    const double pixels = 1 / scale.perPixel();
    const auto pixelOf = [&](qint64 moment) {
        const double x
            = std::clamp(double(moment - scale.range.from) * pixels, 0.0, double(scale.width));
        return size_t(std::ceil(x));
    };
    for (const SpanLanes::Lane &lane : waits.lanes()) {
        for (auto it = SpanLanes::firstIn(lane, scale.range.from);
             it != lane.end() && it->from < scale.range.to; ++it) {
            ++changes[pixelOf(it->from)];
            --changes[pixelOf(it->to == SpanLanes::Open ? scale.range.to : it->to)];
        }
    }
    layout.depth.resize(size_t(scale.width));
    const double now = scale.x(layout.now);
    int depth = 0;
    for (size_t x = 0; x < layout.depth.size(); ++x) {
        depth += changes[x];
        layout.depth[x] = double(x) > now ? -1 : depth;
        layout.deepest = std::max(layout.deepest, layout.depth[x]);
    }
}

static void addHelpers(TimelineLayout &layout, const QList<RestartSnapshot> &restarts,
                       const HelperSnapshot &helper)
{
    const TimeRange &range = layout.scale.range;
    const bool runs = helper.processId > 0 && helper.started > 0;
    for (qsizetype i = 0; i < restarts.size(); ++i) {
        const HelperExit &exit = restarts.at(i).exit;
        const qint64 end = exit.time.toMSecsSinceEpoch();
        const qint64 begin = end - exit.uptime.count();
        if (range.overlaps(begin, end))
            layout.helpers.push_back({exit.processId, begin, end, exit.uptime});
        qint64 next = runs ? helper.started : SpanLanes::Open;
        if (i + 1 < restarts.size()) {
            const HelperExit &after = restarts.at(i + 1).exit;
            next = after.time.toMSecsSinceEpoch() - after.uptime.count();
        }
        next = std::max(next, end); // two clocks
        if (range.overlaps(end, next == SpanLanes::Open ? layout.now : next))
            layout.gaps.push_back({restarts.at(i).number, end, next, helperExitMark(exit.reason)});
    }
    if (runs && range.overlaps(helper.started, layout.now)) {
        layout.helpers.push_back(
            {helper.processId, helper.started, SpanLanes::Open,
             std::chrono::milliseconds(std::max<qint64>(0, layout.now - helper.started))});
    }
}

TimelineLayout layOut(const TimelineHistory &history, const QList<RestartSnapshot> &restarts,
                      const HelperSnapshot &helper, const TimelineQuery &query)
{
    TimelineLayout layout;
    layout.scale = query.scale;
    layout.now = query.now;
    layout.runningLanes = addBars(layout.running, history.runs(), query);
    layout.waitingLanes = addBars(layout.waiting, history.waits(), query);
    addDepth(layout, history.waits());
    addHelpers(layout, restarts, helper);
    return layout;
}

template <class F>
static void forEachIn(const SpanLanes &spans, const TimeRange &range, qint64 now, F &&visit)
{
    for (const SpanLanes::Lane &lane : spans.lanes()) {
        for (auto it = SpanLanes::firstIn(lane, range.from);
             it != lane.end() && it->from < range.to; ++it) {
            if (it->to != SpanLanes::Open || now >= range.from)
                visit(*it);
        }
    }
}

TimelineTotals totalsOf(const TimelineHistory &history, const TimeRange &range, qint64 now)
{
    TimelineTotals totals;
    forEachIn(history.runs(), range, now, [&totals](const SpanLanes::Span &span) {
        ++totals.commands;
        const Tone tone = span.mark.tone;
        totals.failed += tone == Tone::Fail || tone == Tone::Warn || tone == Tone::Signal ? 1 : 0;
    });
    return totals;
}

QList<quint64> commandsIn(const TimelineHistory &history, const TimeRange &range, qint64 now)
{
    QList<quint64> ids;
    const auto add = [&ids](const SpanLanes::Span &span) {
        ids += span.id;
    };
    forEachIn(history.runs(), range, now, add);
    forEachIn(history.waits(), range, now, add);
    std::sort(ids.begin(), ids.end(), std::greater<>());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

} // namespace Spawn
