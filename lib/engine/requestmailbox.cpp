// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/requestmailbox.h"

#include <sys/eventfd.h>

namespace Spawn {

RequestMailbox::RequestMailbox() : m_wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) { }

bool RequestMailbox::post(EngineRequest request)
{
    if (m_closed.load())
        return false;
    m_mailbox.post(std::move(request));
    // Either this sees that it sleeps, or the look that it takes afterwards sees the request.
    if (m_sleeping.load() && m_sleeping.exchange(false))
        eventfd_write(m_wake.get(), 1);
    return true;
}

void RequestMailbox::clearWake()
{
    eventfd_t count = 0;
    eventfd_read(m_wake.get(), &count);
}

} // namespace Spawn
