// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/eventoutbox.h"

namespace Spawn {

using namespace std::chrono_literals;

static constexpr auto UnurgentTime = 10ms;

EventOutbox::EventOutbox(Reactor &reactor, std::shared_ptr<EventMailbox> mailbox)
    : m_reactor(reactor), m_mailbox(std::move(mailbox))
{
}

EventOutbox::~EventOutbox()
{
    if (m_deadline)
        m_reactor.clearDeadline(*m_deadline);
}

// That a command is on its way is worth no wake-up of the caller: as a rule more is known of it at
// once.
void EventOutbox::add(EngineEvent &&event)
{
    m_areUrgent = m_areUrgent || !std::holds_alternative<Event::Starting>(event);
    m_events.push_back(std::move(event));
}

void EventOutbox::endOfBatch()
{
    if (m_events.empty())
        return;
    if (m_areUrgent) {
        m_areUrgent = false;
        m_mailbox->post(m_events);
    } else if (!m_deadline) {
        m_deadline = m_reactor.setDeadline(Clock::now() + UnurgentTime, this, 0);
    }
}

// The batch that this is a part of has its end still before it.
void EventOutbox::deadlineReached(int)
{
    m_deadline.reset();
    m_areUrgent = true;
}

} // namespace Spawn
