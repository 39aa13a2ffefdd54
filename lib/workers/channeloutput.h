// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/descriptor.h"

#include <QtCore/QByteArray>

#include <deque>
#include <optional>

namespace Spawn {

// What a channel has still to write. A descriptor goes with the first byte of its line, one is on
// its way at a time, and until the peer has said that it has arrived everything else waits: so
// does Node, to keep the order.
class ChannelOutput final
{
public:
    enum class Written { All, Some, Retry };

    void add(QByteArray line);
    void add(QByteArray line, Wire::Descriptor descriptor, bool repeatable);
    // An answer to the peer's descriptor: it does not wait.
    void addAnswer(const QByteArray &line);

    // The descriptor has arrived. False: none was on its way.
    bool acknowledged();
    // It has not. Its line, if it is given up; else it is tried once more, or there was none.
    std::optional<QByteArray> refused();

    // Some: the socket is full. Retry: the kernel is short of memory, or too many descriptors are
    // on their way, and no event tells of the end of that.
    Written write(int socket);

    qsizetype size() const { return m_bytes.size() - m_written + m_waitingBytes; }
    bool isEmpty() const { return size() == 0 && !m_onItsWay; }
    bool isBroken() const { return m_broken; } // the peer is gone: nothing more is written
    void discard();

private:
    struct Message
    {
        QByteArray line;
        Wire::Descriptor descriptor;
        bool repeatable = false; // a refused one
        int refusals = 0;
    };

    void put(Message message);
    void putWaiting();

    QByteArray m_bytes;
    qsizetype m_written = 0; // of them
    std::optional<qsizetype> m_attach; // where the descriptor goes with them
    std::optional<Message> m_onItsWay; // until it is acknowledged
    std::deque<Message> m_waiting;
    qsizetype m_waitingBytes = 0;
    bool m_broken = false;
};

} // namespace Spawn
