// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/engineevent.h"
#include "engine/mailbox.h"

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
    void take(std::vector<EngineEvent> &into) { m_mailbox.take(into); }

    // The I/O thread. Leaves events empty.
    void post(std::vector<EngineEvent> &events)
    {
        if (!m_mailbox.postAll(events))
            return;
        const std::lock_guard lock(m_wakeMutex);
        if (m_wake)
            m_wake();
    }

private:
    Mailbox<EngineEvent> m_mailbox;
    std::mutex m_wakeMutex; // protects m_wake
    std::function<void()> m_wake;
};

} // namespace Spawn
