// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/descriptor.h"

#include <cstdint>
#include <span>
#include <vector>

// Descriptors travel apart from the frames, because a QLocalSocket drops those that it finds in
// its stream. A packet is a list of entries, 16 bytes each, and the descriptors in their order:
//
//   offset  size
//        0     8  id of the command
//        8     4  how many of the packet's descriptors belong to it
//       12     4  zero
namespace Spawn::Wire {

inline constexpr size_t MaximumPacketDescriptors = 250; // SCM_MAX_FD is 253
inline constexpr size_t MaximumPacketEntries = 128;

struct LaneEntry
{
    uint64_t id = 0;
    uint32_t count = 0;
    uint32_t reserved = 0;
};
static_assert(sizeof(LaneEntry) == 16);

// Sends one packet; the descriptors stay the caller's. Returns 0 or a negative errno: -EAGAIN and
// -ETOOMANYREFS mean that the peer has to read first. Never raises SIGPIPE.
[[nodiscard]] int sendDescriptors(int socket, std::span<const LaneEntry> entries,
                                  std::span<const int> fds);

struct ReceivedDescriptors
{
    uint64_t id = 0;
    std::vector<Descriptor> descriptors;
    bool complete = true; // false: this process had no room for all of them
};

// Receives one packet without blocking. Returns the number of entries appended to out, 0 at the
// end of the connection, or a negative errno: -EAGAIN when there is nothing, -EPROTO for a packet
// that is not one of ours (its descriptors are closed).
[[nodiscard]] int receiveDescriptors(int socket, std::vector<ReceivedDescriptors> &out);

} // namespace Spawn::Wire
