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

// Goes on to the newline of the next line, or to the end.
bool LineSplitter::find() const
{
    const char *const data = m_buffer.constData();
    const void *const newline
        = m_seen < m_end ? memchr(data + m_seen, '\n', static_cast<size_t>(m_end - m_seen))
                         : nullptr;
    m_seen = newline != nullptr ? static_cast<const char *>(newline) - data : m_end;
    return newline != nullptr;
}

bool LineSplitter::isTooLong() const
{
    find();
    return m_seen - m_begin > m_longest;
}

bool LineSplitter::hasNext() const
{
    return find() && m_seen - m_begin <= m_longest;
}

std::optional<QByteArrayView> LineSplitter::next()
{
    if (!hasNext())
        return std::nullopt;
    const QByteArrayView line(m_buffer.constData() + m_begin, m_seen - m_begin);
    m_begin = ++m_seen;
    return line;
}

QByteArrayView LineSplitter::takeRest()
{
    const QByteArrayView line(m_buffer.constData() + m_begin, rest());
    m_begin = m_seen = m_end;
    return line;
}

} // namespace Spawn
