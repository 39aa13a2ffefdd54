// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/deadlines.h"
#include "engine/engineevent.h"
#include "engine/mailbox.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <vector>

namespace Spawn {

// From the I/O thread to the thread of one spawner. Either may be gone while the other still holds
// it. A batch wakes the spawner once.
class EventMailbox final
{
public:
    // The spawner's thread. wake is called in the I/O thread, and no more once close() returned.
    explicit EventMailbox(std::function<void()> wake) : m_wake(std::move(wake)) { }
    void close()
    {
        const std::lock_guard lock(m_wakeMutex);
        m_wake = nullptr;
    }
    void take(std::vector<EngineEvent> &into)
    {
        m_waitingSince.store(TimePoint());
        m_mailbox.take(into);
    }

    // The I/O thread. Leaves events empty.
    void post(std::vector<EngineEvent> &events)
    {
        if (!m_mailbox.postAll(events))
            return;
        m_waitingSince.store(Clock::now());
        const std::lock_guard lock(m_wakeMutex);
        if (m_wake)
            m_wake();
    }

    // Any thread. Since when the spawner has not come to take what is here; zero: there is nothing.
    TimePoint waitingSince() const { return m_waitingSince.load(); }

private:
    Mailbox<EngineEvent> m_mailbox;
    std::mutex m_wakeMutex; // protects m_wake
    std::function<void()> m_wake;
    std::atomic<TimePoint> m_waitingSince{};
};

} // namespace Spawn
