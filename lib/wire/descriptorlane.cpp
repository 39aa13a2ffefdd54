// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "wire/descriptorlane.h"

#include "wire/descriptormessage.h"

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>

namespace Spawn::Wire {

int sendDescriptors(int socket, std::span<const LaneEntry> entries, std::span<const int> fds)
{
    // An empty packet would read as the end of the connection.
    if (entries.empty() || entries.size() > MaximumPacketEntries
        || fds.size() > MaximumPacketDescriptors)
        return -EINVAL;
    const std::span<const char> bytes(reinterpret_cast<const char *>(entries.data()),
                                      entries.size_bytes());
    const ssize_t size = sendMessage(socket, bytes, fds);
    return size < 0 ? static_cast<int>(size) : 0;
}

int receiveDescriptors(int socket, std::vector<ReceivedDescriptors> &out)
{
    LaneEntry entries[MaximumPacketEntries];
    std::vector<Descriptor> fds; // closed on every way out that does not hand them on
    int flags = 0;
    const ssize_t size
        = receiveMessage(socket, {reinterpret_cast<char *>(entries), sizeof entries}, fds, flags);
    if (size < 0)
        return static_cast<int>(size);

    const size_t entryCount = static_cast<size_t>(size) / sizeof(LaneEntry);
    const bool truncated = (flags & MSG_CTRUNC) != 0;
    uint64_t announced = 0;
    for (size_t i = 0; i < entryCount; ++i)
        announced += entries[i].reserved != 0 ? UINT32_MAX : entries[i].count;
    if (static_cast<size_t>(size) % sizeof(LaneEntry) != 0 || (flags & MSG_TRUNC) != 0
        || announced > MaximumPacketDescriptors
        || (truncated ? announced < fds.size() : announced != fds.size()))
        return -EPROTO;

    size_t next = 0;
    for (size_t i = 0; i < entryCount; ++i) {
        ReceivedDescriptors &received = out.emplace_back();
        received.id = entries[i].id;
        const size_t arrived = std::min<size_t>(entries[i].count, fds.size() - next);
        for (size_t k = 0; k < arrived; ++k)
            received.descriptors.push_back(std::move(fds[next++]));
        received.complete = arrived == entries[i].count;
    }
    return static_cast<int>(entryCount);
}

} // namespace Spawn::Wire
