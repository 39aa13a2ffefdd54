// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/descriptor.h"
#include "wire/descriptorlane.h"

#include <cstdint>
#include <vector>

namespace Spawn {

// What waits to be written to the engine: frames on the control socket, pidfds on the lane. Never
// blocks; the helper stops reading requests while too much is left here.
class Answers final
{
public:
    // Encoders append to it.
    std::vector<uint8_t> &frames() { return m_frames; }
    void addPidfd(uint64_t id, Wire::Descriptor pidfd);

    // Return 0, also when something is left, or a negative errno; -EPIPE: the engine is gone.
    [[nodiscard]] int sendFrames();
    [[nodiscard]] int sendPidfds();

    bool framesWait() const { return !m_frames.empty(); }
    size_t frameBytes() const { return m_frames.size(); }
    size_t pidfdCount() const { return m_pidfds.size(); }
    // Why pidfds are left: -EAGAIN, then the lane becomes writable; -ETOOMANYREFS, which epoll
    // does not tell the end of.
    int laneError() const { return m_laneError; }

private:
    std::vector<uint8_t> m_frames;
    std::vector<Wire::LaneEntry> m_entries; // one for each pidfd
    std::vector<Wire::Descriptor> m_pidfds;
    int m_laneError = 0;
};

} // namespace Spawn
