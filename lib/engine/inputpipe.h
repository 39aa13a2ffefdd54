// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/reactor.h"
#include "wire/descriptor.h"

#include <QtCore/QByteArray>
#include <QtCore/QList>

namespace Spawn {

// The write end of a command's standard input. Keeps what the command has not read yet. The I/O
// thread blocks SIGPIPE, so a reader that is gone is an errno.
class InputPipe final
{
public:
    [[nodiscard]] int open(Wire::Descriptor &childEnd); // 0 or a negative errno
    bool isOpen() const { return bool(m_fd); }
    void setWatcher(Watcher *watcher, int role);

    void append(const QByteArray &bytes);
    void closeWhenWritten() { m_finishing = true; }

    // Writes what fits, and closes when all is written and no more comes. Returns the bytes.
    qint64 write(Reactor &reactor);
    void close(Reactor &reactor);
    void discard(Reactor &reactor); // closes the pipe, and keeps what is to be written
    int error() const { return m_error; } // errno: the command stopped reading early

private:
    Wire::Descriptor m_fd;
    Reactor::Token m_token = Reactor::NoToken;
    Watcher *m_watcher = nullptr;
    int m_role = 0;
    int m_error = 0;
    bool m_finishing = false;
    QList<QByteArray> m_pending;
    qint64 m_offset = 0; // in the first
};

} // namespace Spawn
