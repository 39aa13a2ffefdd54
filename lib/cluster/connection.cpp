// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "cluster/connection.h"

// For tcpi_bytes_sent; <netinet/tcp.h> ends before it.
#include <linux/tcp.h>

#include <cstddef>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <utility>

namespace Spawn {

Connection::Connection(Wire::Descriptor accepted) : socket(std::move(accepted))
{
    struct stat status = {};
    if (fstat(socket.get(), &status) == 0)
        inode = status.st_ino;
}

bool Connection::isUntouched() const
{
    tcp_info state = {};
    socklen_t size = sizeof state;
    int unread = 0;
    return getsockopt(socket.get(), IPPROTO_TCP, TCP_INFO, &state, &size) == 0
        && size >= offsetof(tcp_info, tcpi_bytes_sent) + sizeof state.tcpi_bytes_sent // Linux 4.19
        && ioctl(socket.get(), FIONREAD, &unread) == 0
        && state.tcpi_bytes_received == static_cast<unsigned>(unread) && state.tcpi_bytes_sent == 0;
}

} // namespace Spawn
