// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/descriptor.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayList>
#include <QtTest/QTest>

#include <cstring>
#include <deque>
#include <sys/socket.h>

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
        iovec io{const_cast<char *>(bytes.constData()), static_cast<size_t>(bytes.size())};
        msghdr message{};
        message.msg_iov = &io;
        message.msg_iovlen = 1;
        alignas(cmsghdr) char control[CMSG_SPACE(sizeof fd)] = {};
        if (fd >= 0) {
            message.msg_control = control;
            message.msg_controllen = sizeof control;
            cmsghdr *const header = CMSG_FIRSTHDR(&message);
            header->cmsg_level = SOL_SOCKET;
            header->cmsg_type = SCM_RIGHTS;
            header->cmsg_len = CMSG_LEN(sizeof fd);
            memcpy(CMSG_DATA(header), &fd, sizeof fd);
        }
        return sendmsg(m_socket.get(), &message, MSG_NOSIGNAL) == bytes.size();
    }

    // What has come in all; descriptors come to the list.
    const QByteArray &read()
    {
        char bytes[65536];
        alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * 8)];
        for (;;) {
            iovec io{bytes, sizeof bytes};
            msghdr message{};
            message.msg_iov = &io;
            message.msg_iovlen = 1;
            message.msg_control = control;
            message.msg_controllen = sizeof control;
            const ssize_t size = recvmsg(m_socket.get(), &message, MSG_CMSG_CLOEXEC);
            if (size <= 0) {
                m_atEnd = m_atEnd || size == 0;
                return m_received;
            }
            m_received.append(bytes, size);
            for (cmsghdr *c = CMSG_FIRSTHDR(&message); c != nullptr; c = CMSG_NXTHDR(&message, c)) {
                int fd = -1;
                memcpy(&fd, CMSG_DATA(c), sizeof fd);
                descriptors.emplace_back(fd);
            }
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

    std::deque<Spawn::Wire::Descriptor> descriptors;

private:
    Spawn::Wire::Descriptor m_socket;
    Spawn::Wire::Descriptor m_other;
    QByteArray m_received;
    bool m_atEnd = false;
};
