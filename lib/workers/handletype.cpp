// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "workers/handletype.h"

#include <sys/socket.h>

namespace Spawn {

using namespace Qt::StringLiterals;

// -1: it is no socket, or has no such option.
static int socketOption(int fd, int option)
{
    int value = -1;
    socklen_t size = sizeof value;
    return getsockopt(fd, SOL_SOCKET, option, &value, &size) == 0 ? value : -1;
}

QJsonObject handleMessage(const QJsonValue &message, int fd)
{
    QJsonObject handle{{"cmd"_L1, "NODE_HANDLE"_L1}, {"msg"_L1, message}};
    const int type = socketOption(fd, SO_TYPE);
    const int domain = socketOption(fd, SO_DOMAIN);
    if (type == SOCK_STREAM) {
        const bool listens = socketOption(fd, SO_ACCEPTCONN) == 1;
        handle.insert("type"_L1, listens ? "net.Server"_L1 : "net.Socket"_L1);
    } else if (type == SOCK_DGRAM && (domain == AF_INET || domain == AF_INET6)) {
        handle.insert("type"_L1, "dgram.Socket"_L1);
        handle.insert("dgramType"_L1, domain == AF_INET ? "udp4"_L1 : "udp6"_L1);
    } else {
        handle.insert("type"_L1, "net.Native"_L1);
    }
    return handle;
}

QJsonObject nativeHandleMessage(const QJsonObject &message, int fd)
{
    return {
        {"cmd"_L1, "NODE_HANDLE"_L1},
        {"msg"_L1, message},
        {"type"_L1, socketOption(fd, SO_TYPE) == SOCK_DGRAM ? "dgram.Native"_L1 : "net.Native"_L1}};
}

} // namespace Spawn
