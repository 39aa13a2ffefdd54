// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/engineobserver.h"

#include <QtCore/QByteArray>
#include <QtCore/QSharedDataPointer>
#include <QtCore/QString>

#include <functional>
#include <memory>
#include <mutex>
#include <variant>
#include <vector>

namespace Spawn {

// What has happened to a spawner, as small as it can be kept.
namespace Feed {

struct Submitted
{
    uint64_t id;
    QExplicitlySharedDataPointer<const CommandSpec> spec;
    TimePoint time;
};
struct Moved // to another state
{
    enum class To : quint8 { Waiting, Starting, Running };
    uint64_t id;
    To to;
    pid_t pid;
    TimePoint time;
};
struct Raised
{
    uint64_t id;
    int priority;
};
struct Finished
{
    uint64_t id;
    std::unique_ptr<Outcome> outcome; // with no more than the end of its outputs
    TimePoint time;
};
struct Limits
{
    int running;
    int waiting;
};
struct HelperState
{
    Event::HelperState state;
    pid_t pid;
    TimePoint time;
};
struct HelperAnswered
{
    std::chrono::microseconds roundTrip;
};
struct Lost // so much has happened that it was not kept: what follows begins anew
{
};

} // namespace Feed

using FeedRecord
    = std::variant<Feed::Submitted, Feed::Moved, Feed::Raised, Feed::Finished, Feed::Limits,
                   Feed::HelperState, Feed::HelperAnswered, Event::HelperEnded, Event::HelperFailed,
                   Event::HelperLog, Event::EndedAfterAll, Feed::Lost>;

// From an engine to whoever describes it to others, in another thread. Bounded: when nobody takes
// what is in it, it forgets, and asks the engine to begin anew once it is taken again.
class MonitorFeed final : public EngineObserver
{
public:
    // Both are called in the thread of the one who writes: wake when there is something again after
    // nothing, and no more once close() has returned.
    explicit MonitorFeed(std::function<void()> wake) : m_wake(std::move(wake)) { }
    void close();
    void keepOutput(qsizetype bytes); // of the end of each output; 0, the default: none

    // The reader's thread. After Lost the engine is to be asked to begin anew.
    std::vector<FeedRecord> take();
    // How long the spawner's thread has not come to take its events; 0: it is not late.
    std::chrono::milliseconds callerDelay(TimePoint now);

    void opened(std::shared_ptr<const EventMailbox> events) override;
    void submitted(const Request::Submit &request) override;
    void told(const EngineEvent &event, TimePoint time) override;
    void raised(uint64_t id, int priority) override;
    void limitsChanged(int running, int waiting) override;
    void helperAnswered(std::chrono::microseconds roundTrip) override;

private:
    void add(FeedRecord record);

    std::mutex m_mutex; // protects all
    std::function<void()> m_wake;
    std::shared_ptr<const EventMailbox> m_events; // null until there is one
    std::vector<FeedRecord> m_records;
    qsizetype m_keptOutput = 0;
    bool m_lost = false;
};

} // namespace Spawn
