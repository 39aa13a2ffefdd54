// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/inputpipe.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/epoll.h>
#include <unistd.h>

namespace Spawn {

int InputPipe::open(Wire::Descriptor &childEnd)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -errno;
    childEnd.reset(ends[0]);
    m_fd.reset(ends[1]);
    fcntl(m_fd.get(), F_SETFL, O_NONBLOCK);
    return 0;
}

void InputPipe::setWatcher(Watcher *watcher, int role)
{
    m_watcher = watcher;
    m_role = role;
}

void InputPipe::append(const QByteArray &bytes)
{
    if (!bytes.isEmpty() && m_error == 0)
        m_pending.push_back(bytes);
}

qint64 InputPipe::write(Reactor &reactor)
{
    qint64 total = 0;
    while (m_fd && !m_pending.isEmpty()) {
        const QByteArray first = m_pending.constFirst();
        const ssize_t size = ::write(m_fd.get(), first.constData() + m_offset,
                                     static_cast<size_t>(first.size() - m_offset));
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0 && errno == EAGAIN) {
            if (m_token == Reactor::NoToken)
                m_token = reactor.watch(m_fd.get(), EPOLLOUT, m_watcher, m_role);
            if (m_token == Reactor::NoToken)
                m_error = errno;
            else
                return total;
        } else if (size < 0) {
            m_error = errno;
        }
        if (m_error != 0) {
            close(reactor);
            return total;
        }
        total += size;
        m_offset += size;
        if (m_offset == first.size()) {
            m_pending.removeFirst();
            m_offset = 0;
        }
    }
    reactor.unwatch(m_token, m_fd.get());
    if (m_finishing)
        close(reactor);
    return total;
}

void InputPipe::discard(Reactor &reactor)
{
    reactor.unwatch(m_token, m_fd.get());
    m_fd.reset();
}

void InputPipe::close(Reactor &reactor)
{
    discard(reactor);
    m_pending.clear();
    m_offset = 0;
}

} // namespace Spawn
