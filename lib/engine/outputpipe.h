// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/reactor.h"
#include "wire/descriptor.h"

#include <QtCore/QByteArray>

#include <utility>

namespace Spawn {

// The read end of a command's standard output or error. Captures it up to a limit, or hands it out
// as it comes, up to what its reader has room for; what is not read blocks the command on its pipe.
class OutputPipe final
{
public:
    enum class Status {
        Open,
        Ended, // every writer has closed it
        LimitReached, // one byte more than may be captured
    };

    // The child's end is to be closed once it has been sent. Returns 0 or a negative errno.
    [[nodiscard]] int open(Wire::Descriptor &childEnd);
    bool isOpen() const { return bool(m_fd); }

    void setCaptureLimit(qint64 bytes) { m_limit = bytes; } // 0: none
    // Room is what its reader takes at most before it says addRoom().
    void setStreamed(qint64 room);

    [[nodiscard]] bool watch(Reactor &reactor, Watcher *watcher, int role);
    void close(Reactor &reactor);

    // One read.
    Status read(Reactor &reactor, uint32_t events);
    // All that is there now, also what a streaming reader has no room for: the command has ended,
    // so this is at most what a pipe holds, and a bound for a descendant that goes on writing.
    Status drain(Reactor &reactor);
    // A streaming reader took so much.
    [[nodiscard]] bool addRoom(Reactor &reactor, qint64 bytes);

    // What has been read since the last call.
    QByteArray takeBytes() { return std::exchange(m_bytes, {}); }

private:
    Status take(const char *bytes, qint64 size);
    void growOnce(qint64 size);
    void pause(Reactor &reactor) { reactor.unwatch(m_token, m_fd.get()); }

    Wire::Descriptor m_fd;
    Reactor::Token m_token = Reactor::NoToken;
    Watcher *m_watcher = nullptr;
    int m_role = 0;
    bool m_grown = false;
    qint64 m_limit = 0;
    qint64 m_room = 0; // streamed
    bool m_streamed = false;
    QByteArray m_bytes;
};

} // namespace Spawn
