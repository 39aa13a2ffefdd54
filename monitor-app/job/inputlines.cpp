// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "job/inputlines.h"

#include <algorithm>

namespace Spawn {

InputLines::InputLines(int fd, QObject *parent) : QObject(parent), m_in(fd)
{
    connect(&m_in, &QIODevice::readyRead, this, &InputLines::readyRead);
    connect(&m_in, &QIODevice::readChannelFinished, this, [this] {
        m_ended = true;
        Q_EMIT readyRead();
    });
}

std::optional<QByteArray> InputLines::takeLine()
{
    for (;;) {
        const qsizetype end = m_bytes.indexOf('\n', std::max(m_next, m_searched));
        if (end >= 0) {
            const QByteArray line = m_bytes.mid(m_next, end - m_next);
            m_next = end + 1;
            return line;
        }
        m_bytes.remove(0, m_next);
        m_next = 0;
        m_searched = m_bytes.size();
        const QByteArray piece = m_in.readAll();
        if (!piece.isEmpty()) {
            m_bytes += piece;
            continue;
        }
        if (!m_ended || m_bytes.isEmpty())
            return std::nullopt;
        m_next = m_searched = m_bytes.size();
        return m_bytes;
    }
}

} // namespace Spawn
