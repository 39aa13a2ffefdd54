// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/deadlines.h"
#include "engine/engineevent.h"
#include "engine/enginerequest.h"
#include "engine/eventmailbox.h"

#include <chrono>
#include <cstdint>
#include <memory>

namespace Spawn {

// Sees what an engine does, in the I/O thread and as it does it; what fails in the spawner's own
// thread, there. It may hold a lock for a moment, and nothing that takes longer: whoever watches
// must not change what is watched.
class EngineObserver
{
public:
    virtual ~EngineObserver() = default;
    // The spawner's thread: where it hears of what is told, and how late it is in taking it.
    virtual void opened(std::shared_ptr<const EventMailbox> events) = 0;
    virtual void submitted(const Request::Submit &request) = 0;
    virtual void told(const EngineEvent &event, TimePoint time) = 0;
    virtual void raised(uint64_t id, int priority) = 0; // in the queue
    virtual void limitsChanged(int running, int waiting) = 0; // waiting: 0 is unlimited
    virtual void helperAnswered(std::chrono::microseconds roundTrip) = 0;
};

} // namespace Spawn
