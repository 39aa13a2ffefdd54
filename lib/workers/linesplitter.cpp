// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "workers/linesplitter.h"

#include <algorithm>
#include <cstring>

namespace Spawn {

static constexpr qsizetype KeptWhenEmpty = 256 << 10; // what one long line took is given back

char *LineSplitter::room(qsizetype size)
{
    if (m_begin == m_end) {
        m_begin = m_seen = m_end = 0;
        if (m_buffer.size() > KeptWhenEmpty)
            m_buffer = QByteArray();
    }
    if (m_buffer.size() - m_end < size && m_begin > 0) {
        memmove(m_buffer.data(), m_buffer.constData() + m_begin, static_cast<size_t>(rest()));
        m_end -= m_begin;
        m_seen -= m_begin;
        m_begin = 0;
    }
    if (m_buffer.size() - m_end < size)
        m_buffer.resize(std::max(m_end + size, m_buffer.size() * 2));
    return m_buffer.data() + m_end;
}

std::optional<QByteArrayView> LineSplitter::next()
{
    if (m_tooLong)
        return std::nullopt;
    const char *const data = m_buffer.constData();
    const void *const newline
        = m_seen < m_end ? memchr(data + m_seen, '\n', static_cast<size_t>(m_end - m_seen))
                         : nullptr;
    const qsizetype end
        = newline != nullptr ? static_cast<const char *>(newline) - data : m_end;
    m_seen = end;
    if (end - m_begin > m_longest) {
        m_tooLong = true;
        return std::nullopt;
    }
    if (newline == nullptr)
        return std::nullopt;
    const QByteArrayView line(data + m_begin, end - m_begin);
    m_begin = m_seen = end + 1;
    return line;
}

} // namespace Spawn
