// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

namespace Spawn {

// CLOCK_MONOTONIC, which does not run while the machine is suspended.
using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;

// from + delay; a delay that the clock has no number for is the end of time.
inline TimePoint after(TimePoint from, std::chrono::milliseconds delay)
{
    // Compared in milliseconds: in the clock's nanoseconds the delay itself could overflow.
    const auto left
        = std::chrono::duration_cast<std::chrono::milliseconds>(TimePoint::max() - from);
    return delay < left ? from + delay : TimePoint::max();
}

class Watcher;

// What has to happen when, sorted. Knows no clock: whoever asks brings the time.
class Deadlines
{
public:
    // A handle; equal times keep the order in which they were added.
    using Key = std::pair<TimePoint, uint64_t>;
    struct Target
    {
        Watcher *watcher = nullptr;
        int role = 0;
    };

    Key add(TimePoint time, Target target)
    {
        const Key key{time, ++m_lastSerial};
        m_targets.emplace(key, target);
        return key;
    }
    void remove(const Key &key) { m_targets.erase(key); }

    std::optional<TimePoint> earliest() const
    {
        if (m_targets.empty())
            return {};
        return m_targets.begin()->first.first;
    }

    // The earliest of those that are due; it is removed.
    std::optional<std::pair<Key, Target>> takeDue(TimePoint now)
    {
        if (m_targets.empty() || m_targets.begin()->first.first > now)
            return {};
        const std::pair<Key, Target> due = *m_targets.begin();
        m_targets.erase(m_targets.begin());
        return due;
    }

private:
    std::map<Key, Target> m_targets;
    uint64_t m_lastSerial = 0;
};

} // namespace Spawn
