// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "wire/descriptorlane.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/uio.h>

namespace Spawn::Wire {

int sendDescriptors(int socket, std::span<const LaneEntry> entries, std::span<const int> fds)
{
    // An empty packet would read as the end of the connection.
    if (entries.empty() || entries.size() > MaximumPacketEntries
        || fds.size() > MaximumPacketDescriptors)
        return -EINVAL;
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * MaximumPacketDescriptors)];
    iovec io{const_cast<LaneEntry *>(entries.data()), entries.size_bytes()};
    msghdr message{};
    message.msg_iov = &io;
    message.msg_iovlen = 1;
    if (!fds.empty()) {
        message.msg_control = control;
        message.msg_controllen = CMSG_SPACE(fds.size_bytes());
        memset(control, 0, message.msg_controllen);
        cmsghdr *const header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(fds.size_bytes());
        memcpy(CMSG_DATA(header), fds.data(), fds.size_bytes());
    }
    for (;;) {
        if (sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0)
            return 0;
        if (errno != EINTR)
            return -errno;
    }
}

int receiveDescriptors(int socket, std::vector<ReceivedDescriptors> &out)
{
    LaneEntry entries[MaximumPacketEntries];
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * (MaximumPacketDescriptors + 3))];
    iovec io{entries, sizeof entries};
    msghdr message{};
    message.msg_iov = &io;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    ssize_t size = -1;
    do {
        size = recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    } while (size < 0 && errno == EINTR);
    if (size < 0)
        return -errno;

    std::vector<Descriptor> fds; // closed on every way out that does not hand them on
    for (cmsghdr *c = CMSG_FIRSTHDR(&message); c != nullptr; c = CMSG_NXTHDR(&message, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
            continue;
        const size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < count; ++i) {
            int fd = -1;
            memcpy(&fd, CMSG_DATA(c) + i * sizeof fd, sizeof fd);
            fds.emplace_back(fd);
        }
    }

    const size_t entryCount = static_cast<size_t>(size) / sizeof(LaneEntry);
    const bool truncated = (message.msg_flags & MSG_CTRUNC) != 0;
    uint64_t announced = 0;
    for (size_t i = 0; i < entryCount; ++i)
        announced += entries[i].reserved != 0 ? UINT32_MAX : entries[i].count;
    if (static_cast<size_t>(size) % sizeof(LaneEntry) != 0 || (message.msg_flags & MSG_TRUNC) != 0
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
