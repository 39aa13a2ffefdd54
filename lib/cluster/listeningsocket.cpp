// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "cluster/listeningsocket.h"

#include <QtCore/QFile>

#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace Spawn {

using namespace Qt::StringLiterals;

static constexpr int DefaultBacklog = 511; // Node's; the kernel has a limit of its own
static constexpr int SocketFlags = SOCK_CLOEXEC | SOCK_NONBLOCK;

// ---- Paths -------------------------------------------------------------------------------------

static bool toAddress(const QByteArray &path, sockaddr_un *address)
{
    *address = {};
    address->sun_family = AF_UNIX;
    if (path.isEmpty() || path.size() >= qsizetype(sizeof address->sun_path) || path.contains('\0'))
        return false;
    std::memcpy(address->sun_path, path.constData(), static_cast<size_t>(path.size()));
    return true;
}

// Its listener has died without removing it.
static bool isLeftBehind(const sockaddr_un &address)
{
    struct stat status = {};
    if (lstat(address.sun_path, &status) != 0 || !S_ISSOCK(status.st_mode))
        return false;
    const Wire::Descriptor probe(socket(AF_UNIX, SOCK_STREAM | SocketFlags, 0));
    return probe
        && connect(probe.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0
        && errno == ECONNREFUSED;
}

int ListeningSocket::openPath(const ListenRequest &request)
{
    const QByteArray path = QFile::encodeName(request.address);
    sockaddr_un address;
    if (!toAddress(path, &address))
        return path.isEmpty() ? EINVAL : ENAMETOOLONG;
    m_socket.reset(socket(AF_UNIX, SOCK_STREAM | SocketFlags, 0));
    if (!m_socket)
        return errno;
    const auto bindIt = [&] {
        return bind(m_socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address)
                == 0
            ? 0
            : errno;
    };
    int error = bindIt();
    if (error == EADDRINUSE && isLeftBehind(address) && unlink(address.sun_path) == 0)
        error = bindIt();
    if (error != 0)
        return error;
    struct stat status = {};
    if (lstat(address.sun_path, &status) == 0) {
        m_path = path;
        m_device = status.st_dev;
        m_inode = status.st_ino;
    }
    // Nobody can connect before it listens.
    if (request.permissions != 0
        && chmod(address.sun_path, static_cast<mode_t>(request.permissions)) != 0)
        return errno;
    return listen(request);
}

ListeningSocket::~ListeningSocket()
{
    struct stat status = {};
    if (!m_path.isEmpty() && lstat(m_path.constData(), &status) == 0 && status.st_dev == m_device
        && status.st_ino == m_inode)
        unlink(m_path.constData());
}

// ---- Addresses ---------------------------------------------------------------------------------

static socklen_t toAddress(const QHostAddress &from, quint16 port, sockaddr_storage *address)
{
    *address = {};
    if (from.protocol() == QAbstractSocket::IPv4Protocol) {
        auto *const v4 = reinterpret_cast<sockaddr_in *>(address);
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        v4->sin_addr.s_addr = htonl(from.toIPv4Address());
        return sizeof *v4;
    }
    auto *const v6 = reinterpret_cast<sockaddr_in6 *>(address);
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    const Q_IPV6ADDR bytes = from.toIPv6Address();
    std::memcpy(&v6->sin6_addr, &bytes, sizeof bytes);
    v6->sin6_scope_id = from.scopeId().toUInt();
    return sizeof *v6;
}

int ListeningSocket::openAddress(const ListenRequest &request, const QHostAddress &address)
{
    if (request.port < 0 || request.port > 65535)
        return EINVAL;
    sockaddr_storage name;
    socklen_t size = toAddress(address, static_cast<quint16>(request.port), &name);
    const bool isStream = request.kind() == ListenRequest::Kind::Tcp;
    m_socket.reset(socket(name.ss_family, (isStream ? SOCK_STREAM : SOCK_DGRAM) | SocketFlags, 0));
    if (!m_socket)
        return errno;
    const int on = 1;
    if (isStream)
        setsockopt(m_socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (name.ss_family == AF_INET6) {
        const int only = request.onlyIpv6 ? 1 : 0;
        setsockopt(m_socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
    }
    if (bind(m_socket.get(), reinterpret_cast<const sockaddr *>(&name), size) != 0)
        return errno;
    if (const int error = isStream ? listen(request) : 0)
        return error;
    size = sizeof name;
    if (getsockname(m_socket.get(), reinterpret_cast<sockaddr *>(&name), &size) != 0)
        return errno;
    m_address = QHostAddress(reinterpret_cast<const sockaddr *>(&name));
    m_port = ntohs(name.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6 *>(&name)->sin6_port
                                              : reinterpret_cast<sockaddr_in *>(&name)->sin_port);
    return 0;
}

int ListeningSocket::listen(const ListenRequest &request)
{
    const int backlog = request.backlog > 0 ? request.backlog : DefaultBacklog;
    return ::listen(m_socket.get(), backlog) == 0 ? 0 : errno;
}

int ListeningSocket::open(const ListenRequest &request)
{
    if (request.descriptor >= 0)
        return ENOTSUP; // a number means something else in each process
    if (request.kind() == ListenRequest::Kind::Local)
        return openPath(request);
    if (!request.address.isEmpty()) {
        const QHostAddress address(request.address);
        return address.isNull() ? EADDRNOTAVAIL : openAddress(request, address);
    }
    // Node's "any" is both, where there is IPv6.
    const QHostAddress any(request.addressType == "udp4"_L1 ? QHostAddress::AnyIPv4
                                                            : QHostAddress::AnyIPv6);
    const int error = openAddress(request, any);
    return error == EAFNOSUPPORT || error == EADDRNOTAVAIL
        ? openAddress(request, QHostAddress(QHostAddress::AnyIPv4))
        : error;
}

// ---- What it is called -------------------------------------------------------------------------

QString ListeningSocket::name() const
{
    if (m_address.isNull())
        return QFile::decodeName(m_path);
    const bool isV6 = m_address.protocol() == QAbstractSocket::IPv6Protocol;
    return (isV6 ? u"[%1]:%2"_s : u"%1:%2"_s).arg(m_address.toString(), QString::number(m_port));
}

QJsonObject ListeningSocket::sockname() const
{
    if (m_address.isNull())
        return {};
    const bool isV6 = m_address.protocol() == QAbstractSocket::IPv6Protocol;
    return {{"family"_L1, isV6 ? "IPv6"_L1 : "IPv4"_L1},
            {"address"_L1, m_address.toString()},
            {"port"_L1, m_port}};
}

} // namespace Spawn
