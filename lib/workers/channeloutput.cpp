// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "workers/channeloutput.h"

#include "wire/descriptormessage.h"

#include <cerrno>
#include <span>
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

std::optional<QByteArray> ChannelOutput::refused()
{
    if (!m_onItsWay || m_attach)
        return {};
    if (m_onItsWay->repeatable && ++m_onItsWay->refusals <= MaximumRefusals) {
        put(std::move(*m_onItsWay));
        return {};
    }
    QByteArray line = std::move(m_onItsWay->line);
    m_onItsWay.reset();
    putWaiting();
    return line;
}

ChannelOutput::Written ChannelOutput::write(int socket)
{
    Written written = Written::All;
    while (m_written < m_bytes.size()) {
        const bool attach = m_attach == m_written;
        const qsizetype end = m_attach && !attach ? *m_attach : m_bytes.size();
        const int fd = attach ? m_onItsWay->descriptor.get() : -1;
        const ssize_t sent = Wire::sendMessage(
            socket, {m_bytes.constData() + m_written, static_cast<size_t>(end - m_written)},
            std::span(&fd, attach ? 1 : 0));
        if (sent >= 0) {
            m_written += sent;
            if (attach)
                m_attach.reset();
            continue;
        }
        if (sent == -EAGAIN) {
            written = Written::Some;
            break;
        }
        if (sent == -ETOOMANYREFS || sent == -ENOMEM || sent == -ENOBUFS) {
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
