// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "linetail.h"

#include <algorithm>

namespace Spawn {

static constexpr qsizetype MaximumSize = 4096;
static constexpr int MaximumLines = 5;

void LineTail::append(const QByteArray &bytes)
{
    m_bytes += bytes;
    if (m_bytes.size() > 2 * MaximumSize) {
        m_bytes = m_bytes.last(MaximumSize);
        m_bytes.squeeze();
    }
}

QByteArray LineTail::text() const
{
    QByteArrayView text(m_bytes);
    while (text.endsWith('\n'))
        text.chop(1);
    if (text.size() > MaximumSize)
        text = text.last(MaximumSize);

    qsizetype begin = text.size();
    for (int lines = 0; lines < MaximumLines && begin > 0; ++lines)
        begin = std::max<qsizetype>(0, text.first(begin).lastIndexOf('\n'));
    if (begin < text.size() && text[begin] == '\n')
        ++begin;
    return text.sliced(begin).toByteArray();
}

} // namespace Spawn
