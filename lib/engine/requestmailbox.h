// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/enginerequest.h"
#include "engine/mailbox.h"
#include "wire/descriptor.h"

#include <atomic>
#include <vector>

namespace Spawn {

// From all spawners to the I/O thread. Wakes it only when it sleeps: of a burst the first request
// pays for a system call, and the others for none.
class RequestMailbox final
{
public:
    RequestMailbox();

    // Any thread. False when the I/O thread has ended: nobody will ever take it.
    bool post(EngineRequest request);

    // The I/O thread.
    int descriptor() const { return m_wake.get(); } // readable after a wake-up
    void clearWake();
    void take(std::vector<EngineRequest> &into) { m_mailbox.take(into); }
    // Says that it is about to sleep; whoever posts from here on wakes it. What was posted before
    // is to be taken after this call.
    void announceSleep() { m_sleeping.store(true); }
    void announceAwake() { m_sleeping.store(false); }
    void close() { m_closed.store(true); }

private:
    Mailbox<EngineRequest> m_mailbox;
    Wire::Descriptor m_wake;
    std::atomic<bool> m_sleeping{false};
    std::atomic<bool> m_closed{false};
};

} // namespace Spawn
