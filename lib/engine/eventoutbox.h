// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/engineevent.h"
#include "engine/eventmailbox.h"
#include "engine/reactor.h"

#include <memory>
#include <optional>
#include <vector>

namespace Spawn {

// What the engine has to tell, until the end of a batch: one wake-up of the caller for all of it.
class EventOutbox final : public Watcher
{
public:
    EventOutbox(Reactor &reactor, std::shared_ptr<EventMailbox> mailbox);
    ~EventOutbox();
    EventOutbox(const EventOutbox &) = delete;
    EventOutbox &operator=(const EventOutbox &) = delete;

    void add(EngineEvent &&event);
    void endOfBatch();
    void discard() { m_events.clear(); }

    void descriptorReady(int, uint32_t) override { }
    void deadlineReached(int) override;

private:
    Reactor &m_reactor;
    const std::shared_ptr<EventMailbox> m_mailbox;
    std::vector<EngineEvent> m_events;
    bool m_areUrgent = false;
    std::optional<Deadlines::Key> m_deadline; // for those that are not
};

} // namespace Spawn
