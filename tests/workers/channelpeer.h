// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/descriptormessage.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayList>
#include <QtTest/QTest>

#include <span>
#include <sys/socket.h>
#include <vector>

// The other end of a channel, byte by byte: it keeps no rule.
class ChannelPeer final
{
public:
    static constexpr int Patience = 20000; // ms; the upper bound of a wait

    ChannelPeer()
    {
        int ends[2] = {-1, -1};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) == 0) {
            m_socket.reset(ends[0]);
            m_other.reset(ends[1]);
        }
    }

    Spawn::Wire::Descriptor takeOtherEnd() { return std::move(m_other); }
    int socket() const { return m_socket.get(); }
    void close() { m_socket.reset(); }

    // With fd, if it is one.
    bool write(const QByteArray &bytes, int fd = -1)
    {
        return Spawn::Wire::sendMessage(
                   m_socket.get(), {bytes.constData(), static_cast<size_t>(bytes.size())},
                   std::span(&fd, fd >= 0 ? 1 : 0))
            == bytes.size();
    }

    // What has come in all; descriptors come to the list.
    const QByteArray &read()
    {
        char bytes[65536];
        for (;;) {
            int flags = 0;
            const ssize_t size
                = Spawn::Wire::receiveMessage(m_socket.get(), bytes, descriptors, flags);
            if (size <= 0) {
                m_atEnd = m_atEnd || size == 0;
                return m_received;
            }
            m_received.append(bytes, size);
        }
    }
    bool waitFor(const QByteArray &bytes)
    {
        return QTest::qWaitFor([&] { return read() == bytes; }, Patience);
    }
    bool waitForEnd()
    {
        return QTest::qWaitFor([this] { return (read(), m_atEnd); }, Patience);
    }

    std::vector<Spawn::Wire::Descriptor> descriptors;

private:
    Spawn::Wire::Descriptor m_socket;
    Spawn::Wire::Descriptor m_other;
    QByteArray m_received;
    bool m_atEnd = false;
};
