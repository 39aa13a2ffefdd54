// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timelinehistory.h"

#include <algorithm>

namespace Spawn {

// To take one out costs as much as to take out many.
static constexpr qsizetype GoneTogether = 1024;

void TimelineHistory::reset(const SpawnerSnapshot &snapshot)
{
    *this = TimelineHistory();
    m_waited.reserve(snapshot.commands.size());
    m_ran.reserve(snapshot.commands.size());
    std::vector<const CommandSnapshot *> commands;
    commands.reserve(size_t(snapshot.commands.size()));
    for (const CommandSnapshot &command : snapshot.commands)
        commands.push_back(&command);
    take(std::move(commands));
}

void TimelineHistory::update(const SpawnerSnapshot &snapshot, const QList<quint64> &ids)
{
    std::vector<const CommandSnapshot *> commands;
    for (const quint64 id : ids) {
        const auto command = snapshot.commands.constFind(id);
        if (command != snapshot.commands.cend())
            commands.push_back(&*command);
        else if (m_waited.contains(id) || m_ran.contains(id))
            m_gone.insert(id);
    }
    take(std::move(commands));
    if (m_gone.size() >= GoneTogether) {
        m_runs.remove(m_gone);
        m_waits.remove(m_gone);
        m_waited.subtract(m_gone);
        m_ran.subtract(m_gone);
        m_gone.clear();
    }
}

// What ends comes first, so that what begins finds the lane free.
void TimelineHistory::take(std::vector<const CommandSnapshot *> commands)
{
    std::vector<SpanLanes::Span> runs;
    std::vector<SpanLanes::Span> waits;
    constexpr Mark waiting{Glyph::Ring, Tone::Neutral};
    for (const CommandSnapshot *const command : commands) {
        const quint64 id = command->id;
        const bool finished = command->isFinished();
        const qint64 end = finished && command->finished != 0 ? command->finished : SpanLanes::Open;
        const qint64 waitEnd = command->started != 0 ? command->started : end;
        if (command->submitted != 0 && !m_waited.contains(id)) {
            m_waited.insert(id);
            // What was started at once has not waited.
            if (waitEnd > command->submitted)
                waits.push_back({id, command->submitted, waitEnd, waiting});
        } else if (waitEnd != SpanLanes::Open) {
            m_waits.close(id, waitEnd, waiting);
        }
        if (command->started == 0)
            continue;
        const Mark mark = commandMark(command->state, command->error);
        if (!m_ran.contains(id)) {
            m_ran.insert(id);
            const qint64 to = end == SpanLanes::Open ? end : std::max(end, command->started);
            runs.push_back({id, command->started, to, mark});
        } else if (end != SpanLanes::Open) {
            m_runs.close(id, end, mark);
        }
    }
    const auto earlier = [](const SpanLanes::Span &left, const SpanLanes::Span &right) {
        return std::pair(left.from, left.id) < std::pair(right.from, right.id);
    };
    std::sort(runs.begin(), runs.end(), earlier);
    std::sort(waits.begin(), waits.end(), earlier);
    for (const SpanLanes::Span &run : runs)
        m_runs.add(run);
    for (const SpanLanes::Span &wait : waits)
        m_waits.add(wait);
}

} // namespace Spawn
