// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "workers/channeloutput.h"

#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/uio.h>
#include <utility>

namespace Spawn {

static constexpr int MaximumRefusals = 3; // as Node's
static constexpr qsizetype CompactAt = 256 << 10;

void ChannelOutput::add(QByteArray line)
{
    if (!m_onItsWay) { // nearly always: not by way of a Message
        m_bytes += line;
        return;
    }
    m_waitingBytes += line.size();
    m_waiting.push_back({std::move(line), {}});
}

void ChannelOutput::add(QByteArray line, Wire::Descriptor descriptor, bool repeatable)
{
    Message message{std::move(line), std::move(descriptor), repeatable};
    if (!m_onItsWay) {
        put(std::move(message));
        return;
    }
    m_waitingBytes += message.line.size();
    m_waiting.push_back(std::move(message));
}

void ChannelOutput::addAnswer(const QByteArray &line)
{
    m_bytes += line;
}

void ChannelOutput::put(Message message)
{
    if (message.descriptor) {
        m_attach = m_bytes.size();
        m_bytes += message.line;
        m_onItsWay = std::move(message);
    } else {
        m_bytes += message.line;
    }
}

void ChannelOutput::putWaiting()
{
    while (!m_onItsWay && !m_waiting.empty()) {
        Message message = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_waitingBytes -= message.line.size();
        put(std::move(message));
    }
}

bool ChannelOutput::acknowledged()
{
    if (!m_onItsWay || m_attach)
        return false;
    m_onItsWay.reset();
    putWaiting();
    return true;
}

bool ChannelOutput::refused()
{
    if (!m_onItsWay || m_attach)
        return true;
    if (m_onItsWay->repeatable && ++m_onItsWay->refusals <= MaximumRefusals) {
        put(std::move(*m_onItsWay));
        return true;
    }
    m_onItsWay.reset();
    putWaiting();
    return false;
}

static ssize_t sendBytes(int socket, const char *bytes, qsizetype size, int descriptor)
{
    iovec io{const_cast<char *>(bytes), static_cast<size_t>(size)};
    msghdr message{};
    message.msg_iov = &io;
    message.msg_iovlen = 1;
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof descriptor)] = {};
    if (descriptor >= 0) {
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        cmsghdr *const header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof descriptor);
        memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
    }
    for (;;) {
        const ssize_t sent = sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent >= 0 || errno != EINTR)
            return sent;
    }
}

ChannelOutput::Written ChannelOutput::write(int socket)
{
    Written written = Written::All;
    while (m_written < m_bytes.size()) {
        const bool attach = m_attach == m_written;
        const qsizetype end = m_attach && !attach ? *m_attach : m_bytes.size();
        const ssize_t sent = sendBytes(socket, m_bytes.constData() + m_written, end - m_written,
                                       attach ? m_onItsWay->descriptor.get() : -1);
        if (sent >= 0) {
            m_written += sent;
            if (attach)
                m_attach.reset();
            continue;
        }
        if (errno == EAGAIN) {
            written = Written::Some;
            break;
        }
        if (errno == ETOOMANYREFS || errno == ENOMEM || errno == ENOBUFS) {
            written = Written::Retry;
            break;
        }
        discard(); // EPIPE, ECONNRESET; what the peer has said can still be read
        return Written::All;
    }
    if (m_written == m_bytes.size() || m_written > CompactAt) {
        m_bytes.remove(0, m_written);
        if (m_attach)
            *m_attach -= m_written;
        m_written = 0;
    }
    return written;
}

void ChannelOutput::discard()
{
    m_broken = true;
    m_bytes.clear();
    m_written = 0;
    m_attach.reset();
    m_onItsWay.reset();
    m_waiting.clear();
    m_waitingBytes = 0;
}

} // namespace Spawn
