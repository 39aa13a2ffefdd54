// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/outputpipe.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/epoll.h>
#include <unistd.h>

namespace Spawn {

// A pipe of 256 KiB moves four times as much as one of 64 KiB, but most commands write less than
// that, and the memory counts against the user's quota: so only those that fill the first.
static constexpr qint64 DefaultPipeSize = 64 << 10;
static constexpr int LargePipeSize = 256 << 10;
static constexpr qint64 DrainBound = 4 << 20;

int OutputPipe::open(Wire::Descriptor &childEnd)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -errno;
    m_fd.reset(ends[0]);
    childEnd.reset(ends[1]);
    fcntl(m_fd.get(), F_SETFL, O_NONBLOCK); // ours only: the ends are two open files
    return 0;
}

void OutputPipe::setStreamed(qint64 room)
{
    m_streamed = true;
    m_room = room;
}

bool OutputPipe::watch(Reactor &reactor, Watcher *watcher, int role)
{
    m_watcher = watcher;
    m_role = role;
    m_token = reactor.watch(m_fd.get(), EPOLLIN, watcher, role);
    return m_token != Reactor::NoToken;
}

void OutputPipe::close(Reactor &reactor)
{
    reactor.unwatch(m_token, m_fd.get());
    m_fd.reset();
}

void OutputPipe::growOnce(qint64 size)
{
    if (m_grown || size < DefaultPipeSize)
        return;
    m_grown = true;
    fcntl(m_fd.get(), F_SETPIPE_SZ, LargePipeSize); // refused beyond the user's quota: slower, then
}

OutputPipe::Status OutputPipe::take(const char *bytes, qint64 size)
{
    if (m_streamed) {
        m_room -= size;
    } else if (m_limit > 0 && size > m_limit - m_bytes.size()) {
        m_bytes.append(bytes, m_limit - m_bytes.size());
        return Status::LimitReached;
    }
    m_bytes.append(bytes, size);
    return Status::Open;
}

OutputPipe::Status OutputPipe::read(Reactor &reactor, uint32_t events)
{
    if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) == EPOLLHUP)
        return Status::Ended; // nobody writes, and nothing is left
    qint64 wanted = Reactor::ReadSize;
    if (m_streamed)
        wanted = std::min(wanted, m_room);
    else if (m_limit > 0)
        wanted = std::min(wanted, m_limit - m_bytes.size() + 1); // one more tells that it is
    if (wanted <= 0) {
        pause(reactor); // also of the hang-up, which epoll reports whether asked or not
        return Status::Open;
    }
    // A flood is read into the very bytes that are handed out. Anything else comes by the buffer,
    // so that a few bytes do not occupy the memory of many.
    const bool direct = m_streamed && m_grown && m_bytes.isEmpty();
    if (direct)
        m_bytes = QByteArray(wanted, Qt::Uninitialized);
    char *const into = direct ? m_bytes.data() : reactor.readBuffer();
    const ssize_t size = ::read(m_fd.get(), into, static_cast<size_t>(wanted));
    if (direct)
        m_bytes.truncate(std::max<ssize_t>(size, 0));
    if (size < 0)
        return errno == EAGAIN || errno == EINTR ? Status::Open : Status::Ended;
    if (size == 0)
        return Status::Ended;
    growOnce(size);
    if (direct) {
        m_room -= size;
        if (size < wanted / 2)
            m_bytes.squeeze();
    } else if (const Status status = take(into, size); status != Status::Open) {
        return status;
    }
    // The hang-up came with the event, so a read that was not filled has taken the last of it.
    return (events & EPOLLHUP) != 0 && size < wanted ? Status::Ended : Status::Open;
}

OutputPipe::Status OutputPipe::drain(Reactor &reactor)
{
    for (qint64 total = 0; total < DrainBound;) {
        qint64 wanted = Reactor::ReadSize;
        if (!m_streamed && m_limit > 0)
            wanted = std::min(wanted, m_limit - m_bytes.size() + 1);
        const ssize_t size = ::read(m_fd.get(), reactor.readBuffer(), static_cast<size_t>(wanted));
        if (size == 0)
            return Status::Ended;
        if (size < 0) {
            if (errno == EINTR)
                continue;
            return errno == EAGAIN ? Status::Open : Status::Ended;
        }
        const Status status = take(reactor.readBuffer(), size);
        if (status != Status::Open)
            return status;
        total += size;
    }
    return Status::Open;
}

bool OutputPipe::addRoom(Reactor &reactor, qint64 bytes)
{
    m_room += bytes;
    if (!m_fd || m_token != Reactor::NoToken || m_room <= 0)
        return true;
    return watch(reactor, m_watcher, m_role);
}

} // namespace Spawn
