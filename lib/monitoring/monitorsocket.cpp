// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/monitorsocket.h"

#include "monitoring/targetdescription.h"
#include "spawner/text.h"

#include <QtCore/QSocketNotifier>

#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace Spawn {

static constexpr int Backlog = 64;
static constexpr int AcceptedAtOnce = 32; // then it is the turn of others in the thread
static constexpr auto ShortagePause = 100ms;
static constexpr auto BurstGap = 10s; // without a refusal: the next one is told again

static Wire::Descriptor newSocket()
{
    return Wire::Descriptor(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

MonitorSocket::MonitorSocket(Accepted accepted, QObject *parent)
    : QObject(parent), m_accepted(std::move(accepted)), m_afterShortage(this)
{
    m_afterShortage.setSingleShot(true);
    m_afterShortage.setInterval(ShortagePause);
    connect(&m_afterShortage, &QTimer::timeout, this, [this] {
        openReserve();
        m_notifier->setEnabled(true);
    });
}

MonitorSocket::~MonitorSocket()
{
    close();
}

SystemError MonitorSocket::listen(SocketDirectory directory, const TargetNames &names,
                                  const QString &name)
{
    close();
    if (!names.isValid()) {
        return {EINVAL,
                Text::tr("\"%1\" cannot be the name of a socket")
                    .arg(QString::fromLatin1(names.stem()))};
    }
    if (!directory.isOpen())
        return {EBADF, Text::tr("There is no directory for the socket")};
    m_directory = std::move(directory);
    m_names = names;
    SystemError error = m_directory.checkLengthOf(names.socket());
    if (!error && (error = m_lock.tryLock(names.lock(), m_directory.descriptor()))) {
        // The lock knows its path only from the directory on.
        error.text = Text::tr("Cannot listen at \"%1\": %2")
                         .arg(m_directory.pathOf(names.socket()), error.text);
    }
    if (!error)
        error = removeStale();
    if (!error)
        error = makeSocket();
    if (!error)
        error = TargetDescription::ofThisProcess(name, names).write(m_directory, names);
    if (error) {
        close();
        return error;
    }
    openReserve();
    m_notifier = std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &MonitorSocket::accept);
    return {};
}

// With the lock, so nobody else should be there.
SystemError MonitorSocket::removeStale()
{
    const QString path = m_directory.pathOf(m_names.socket());
    struct stat status
    {
    };
    const int number = m_directory.statusOf(m_names.socket(), &status);
    if (number == ENOENT)
        return {};
    if (number != 0)
        return systemError(number, Text::tr("Cannot examine \"%1\"").arg(path));
    if (!S_ISSOCK(status.st_mode)) {
        return {EEXIST,
                Text::tr("\"%1\" is %2 and not a socket").arg(path, kindOfFile(status.st_mode))};
    }
    if (status.st_uid != geteuid())
        return {EPERM, Text::tr("\"%1\" belongs to user %2").arg(path).arg(status.st_uid)};
    // A lock file can be lost, to somebody who tidies up; a socket that answers is alive.
    const Wire::Descriptor probe = newSocket();
    if (!probe)
        return systemError(errno, Text::tr("Cannot examine \"%1\"").arg(path));
    if (m_directory.connect(probe.get(), m_names.socket()) != ECONNREFUSED)
        return {EADDRINUSE, Text::tr("Another process listens at \"%1\"").arg(path)};
    m_directory.remove(m_names.socket());
    return {};
}

SystemError MonitorSocket::makeSocket()
{
    Wire::Descriptor socket = newSocket();
    if (!socket)
        return systemError(errno, Text::tr("Cannot make a socket"));
    if (SystemError error = m_directory.bind(socket.get(), m_names.socket()))
        return error;
    m_socket = std::move(socket);
    if (::listen(m_socket.get(), Backlog) != 0) {
        return systemError(
            errno, Text::tr("Cannot listen at \"%1\"").arg(m_directory.pathOf(m_names.socket())));
    }
    return {};
}

void MonitorSocket::close()
{
    m_afterShortage.stop();
    const bool isDescribed = m_notifier != nullptr;
    if (m_notifier) {
        // It may be the one that is telling us just now.
        m_notifier->setEnabled(false);
        m_notifier.release()->deleteLater();
    }
    // Without the lock they are not ours: a forked copy of this process removes nothing, and what
    // made listen() fail stays. The lock goes last.
    if (m_socket && m_lock.isHeld()) {
        if (isDescribed)
            m_directory.remove(m_names.description());
        m_directory.remove(m_names.socket());
    }
    m_socket.reset();
    m_reserve.reset();
    m_lock.release();
    m_directory = {};
}

QString MonitorSocket::path() const
{
    return m_socket ? m_directory.pathOf(m_names.socket()) : QString();
}

void MonitorSocket::connectionClosed()
{
    if (m_connections > 0)
        --m_connections;
}

void MonitorSocket::openReserve()
{
    // A copy of any descriptor does: what counts is its number.
    if (!m_reserve)
        m_reserve.reset(fcntl(m_directory.descriptor(), F_DUPFD_CLOEXEC, 0));
}

void MonitorSocket::accept()
{
    for (int i = 0; i < AcceptedAtOnce && m_socket; ++i) {
        switch (acceptOne()) {
        case Turn::Next:
            break;
        case Turn::Empty:
            return;
        case Turn::Shortage:
            // The socket stays readable, and to look at it again at once would be for nothing.
            m_notifier->setEnabled(false);
            m_afterShortage.start();
            return;
        }
    }
}

MonitorSocket::Turn MonitorSocket::acceptOne()
{
    Wire::Descriptor connection(
        accept4(m_socket.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (connection) {
        admit(std::move(connection));
        return Turn::Next;
    }
    switch (errno) {
    case EAGAIN:
        return Turn::Empty;
    case EINTR:
    case ECONNABORTED:
        return Turn::Next;
    case EMFILE:
    case ENFILE:
        break;
    default:
        return Turn::Shortage;
    }
    if (!m_reserve)
        return Turn::Shortage;
    // Told to go away at once, instead of waiting for a descriptor that may never be free.
    m_reserve.reset();
    connection.reset(accept4(m_socket.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    const int number = connection ? 0 : errno;
    connection.reset();
    openReserve();
    if (number == EAGAIN)
        return Turn::Empty;
    return number == 0 && m_reserve ? Turn::Next : Turn::Shortage;
}

void MonitorSocket::admit(Wire::Descriptor connection)
{
    if (!isFromThisUser(connection) || m_connections >= MaximumConnections)
        return;
    ++m_connections;
    m_accepted(std::move(connection));
}

bool MonitorSocket::isFromThisUser(const Wire::Descriptor &connection)
{
    ucred peer{};
    socklen_t size = sizeof peer;
    // What cannot be asked is refused, but of nobody who could be named.
    if (getsockopt(connection.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return false;
    if (peer.uid == geteuid())
        return true;
    const bool isFirst
        = !m_lastRefusal.isValid() || std::chrono::milliseconds(m_lastRefusal.elapsed()) > BurstGap;
    m_lastRefusal.start();
    if (isFirst)
        Q_EMIT refused(peer.uid);
    return false;
}

} // namespace Spawn
