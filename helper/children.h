// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "child.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace Spawn {

// The children between clone and exec. Few at a time are fastest; but one that a dead mount holds
// up stops counting after a while, so that it stops nobody else.
class Children final
{
public:
    Children();

    // A blank request, with memory that an earlier one has left.
    std::unique_ptr<Child> take();
    void giveBack(std::unique_ptr<Child> child);

    bool hasRoom();
    // Waits for the one that was cloned first, at most a millisecond. False: no room yet.
    bool waitForRoom();
    // Returns 0 or a negative errno; child is given back then.
    [[nodiscard]] int start(std::unique_ptr<Child> &child, Wire::Descriptor &pidfd);

    // Appends the ids of those that have executed and were not reaped within a moment.
    void takeExecuted(std::vector<uint64_t> &ids);
    // In how many milliseconds to look again, because a cleared tid cannot be polled for; -1: there
    // is nothing to wait for.
    int interval() const;

private:
    struct Departed
    {
        uint64_t id;
        Wire::LedgerSlot *slot;
        int64_t cloned;
    };

    using InFlight = std::vector<std::unique_ptr<Child>>;

    void retire();
    InFlight::const_iterator firstThatCounts() const;

    InFlight m_inFlight; // in the order of their clones
    std::vector<std::unique_ptr<Child>> m_free;
    std::vector<Stack> m_stacks; // of nobody
    std::vector<Departed> m_departed; // left our memory, not told yet
    size_t m_window;
    int64_t m_lastSweep = 0;
};

} // namespace Spawn
