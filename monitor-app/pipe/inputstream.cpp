// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipe/inputstream.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace Spawn {

static constexpr qsizetype PieceSize = 64 << 10;

InputStream::InputStream(int fd, QObject *parent)
    : QIODevice(parent), m_fd(fd), m_readable(fd, QSocketNotifier::Read)
{
    open(ReadOnly | Unbuffered);
    connect(&m_readable, &QSocketNotifier::activated, this, &InputStream::fill);
}

// Only when the notifier says that there is something, and once: a read then does not wait.
void InputStream::fill()
{
    QByteArray piece(PieceSize, Qt::Uninitialized);
    const ssize_t size = ::read(m_fd, piece.data(), PieceSize);
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    m_readable.setEnabled(false);
    if (size > 0) {
        piece.truncate(size);
        m_bytes = piece;
        Q_EMIT readyRead();
        return;
    }
    m_error = size < 0 ? errno : 0;
    m_ended = true;
    Q_EMIT readChannelFinished();
}

qint64 InputStream::readData(char *data, qint64 maximumSize)
{
    const qint64 size = std::min<qint64>(maximumSize, m_bytes.size());
    memcpy(data, m_bytes.constData(), static_cast<size_t>(size));
    m_bytes.remove(0, size);
    if (m_bytes.isEmpty() && !m_ended)
        m_readable.setEnabled(true);
    return size == 0 && m_ended ? -1 : size;
}

} // namespace Spawn
