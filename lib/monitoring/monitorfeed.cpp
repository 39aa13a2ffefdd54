// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/monitorfeed.h"

#include <utility>

namespace Spawn {

// Some 20 MiB; a reader that comes ten times a second finds a hundredth of it.
static constexpr size_t MaximumRecords = 200'000;

void MonitorFeed::close()
{
    const std::lock_guard lock(m_mutex);
    m_wake = nullptr;
    m_records.clear();
}

void MonitorFeed::keepOutput(qsizetype bytes)
{
    const std::lock_guard lock(m_mutex);
    m_keptOutput = bytes;
}

std::vector<FeedRecord> MonitorFeed::take()
{
    const std::lock_guard lock(m_mutex);
    m_lost = false;
    return std::exchange(m_records, {});
}

std::chrono::milliseconds MonitorFeed::callerDelay(TimePoint now)
{
    const std::lock_guard lock(m_mutex);
    const TimePoint since = m_events ? m_events->waitingSince() : TimePoint();
    if (since == TimePoint() || since > now)
        return {};
    return std::chrono::duration_cast<std::chrono::milliseconds>(now - since);
}

void MonitorFeed::opened(std::shared_ptr<const EventMailbox> events)
{
    const std::lock_guard lock(m_mutex);
    m_events = std::move(events);
}

void MonitorFeed::add(FeedRecord record)
{
    const std::lock_guard lock(m_mutex);
    if (!m_wake || m_lost)
        return;
    if (m_records.size() >= MaximumRecords) {
        m_records.clear();
        m_records.emplace_back(Feed::Lost{});
        m_lost = true;
        return;
    }
    const bool wasEmpty = m_records.empty();
    m_records.push_back(std::move(record));
    if (wasEmpty)
        m_wake();
}

void MonitorFeed::submitted(const Request::Submit &request)
{
    add(Feed::Submitted{request.id, request.spec, request.time});
}

void MonitorFeed::raised(uint64_t id, int priority)
{
    add(Feed::Raised{id, priority});
}

void MonitorFeed::limitsChanged(int running, int waiting)
{
    add(Feed::Limits{running, waiting});
}

void MonitorFeed::helperAnswered(std::chrono::microseconds roundTrip)
{
    add(Feed::HelperAnswered{roundTrip});
}

// Its outputs are the application's, and may be large.
static std::unique_ptr<Outcome> withoutOutput(const Outcome &outcome, qsizetype kept)
{
    auto copy = std::make_unique<Outcome>(outcome);
    for (QByteArray &output : copy->output) {
        const QByteArray end = output.right(kept);
        output = QByteArray(end.constData(), end.size()); // right() may share all of it
    }
    return copy;
}

void MonitorFeed::told(const EngineEvent &event, TimePoint time)
{
    using To = Feed::Moved::To;
    if (const auto *starting = std::get_if<Event::Starting>(&event)) {
        add(Feed::Moved{starting->id, To::Starting, 0, time});
    } else if (const auto *waiting = std::get_if<Event::Waiting>(&event)) {
        add(Feed::Moved{waiting->id, To::Waiting, 0, time});
    } else if (const auto *started = std::get_if<Event::Started>(&event)) {
        add(Feed::Moved{started->id, To::Running, started->pid, time});
    } else if (const auto *finished = std::get_if<Event::Finished>(&event)) {
        qsizetype kept = 0;
        {
            const std::lock_guard lock(m_mutex);
            kept = m_keptOutput;
        }
        add(Feed::Finished{finished->id, withoutOutput(*finished->outcome, kept), time});
    } else if (const auto *state = std::get_if<Event::HelperStateChanged>(&event)) {
        add(Feed::HelperState{state->state, state->pid, time});
    } else if (const auto *ended = std::get_if<std::unique_ptr<Event::HelperEnded>>(&event)) {
        add(**ended);
    } else if (const auto *failed = std::get_if<Event::HelperFailed>(&event)) {
        add(*failed);
    } else if (const auto *log = std::get_if<Event::HelperLog>(&event)) {
        add(*log);
    } else if (const auto *late = std::get_if<Event::EndedAfterAll>(&event)) {
        add(*late);
    }
}

} // namespace Spawn
