// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "wire/decoded.h"
#include "wire/descriptorlane.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

using namespace Spawn::Wire;

// The lane of a peer that has opened it, and a descriptor to send.
struct Lane
{
    Lane()
    {
        int ends[2];
        require(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0);
        theirs = ends[0];
        ours = ends[1];
        null = open("/dev/null", O_RDONLY | O_CLOEXEC);
        require(null >= 0);
    }
    int theirs = -1;
    int ours = -1;
    int null = -1;
};

static int lowestFreeDescriptor(int any)
{
    const int fd = fcntl(any, F_DUPFD_CLOEXEC, 0);
    close(fd);
    return fd;
}

static void sendPacket(const Lane &lane, Bytes bytes, size_t count)
{
    int fds[255];
    std::fill_n(fds, count, lane.null);
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof fds)]{};
    iovec io{const_cast<uint8_t *>(bytes.data()), bytes.size()};
    msghdr message{};
    message.msg_iov = &io;
    message.msg_iovlen = 1;
    if (count > 0) {
        message.msg_control = control;
        message.msg_controllen = CMSG_SPACE(count * sizeof(int));
        cmsghdr *const header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(count * sizeof(int));
        memcpy(CMSG_DATA(header), fds, count * sizeof(int));
    }
    require(sendmsg(lane.theirs, &message, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0);
}

// The first byte says how many descriptors come with the packet.
static void receivePacket(Bytes input)
{
    static const Lane lane;
    if (input.empty())
        return;
    const int lowest = lowestFreeDescriptor(lane.null);
    const size_t count = std::min<size_t>(input[0], 253); // SCM_MAX_FD
    const Bytes packet = input.subspan(1);
    sendPacket(lane, packet, count);
    std::vector<ReceivedDescriptors> received;
    const int result = receiveDescriptors(lane.ours, received);
    require(result == -EPROTO || result == static_cast<int>(received.size()));
    require(result != -EPROTO || received.empty());
    size_t given = 0;
    for (const ReceivedDescriptors &entry : received) {
        require(entry.complete); // there is room for all of them
        given += entry.descriptors.size();
    }
    require(result < 0 || given == count);
    received.clear();
    require(lowestFreeDescriptor(lane.null) == lowest); // none is left
}

// The first byte says which decoder.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static constexpr void (*decoders[])(Bytes)
        = {decodeHello,    decodeContext, decodeSpawn,       decodeRefused,
           decodeExecuted, receivePacket, decodeControlGroup};
    if (size > 0)
        decoders[data[0] % std::size(decoders)]({data + 1, size - 1});
    return 0;
}
