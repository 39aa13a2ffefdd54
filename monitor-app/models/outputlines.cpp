// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/outputlines.h"

#include "models/terminaltext.h"

namespace Spawn {

static constexpr char Escape = '\x1b';

static bool isIn(char c, char first, char last)
{
    return c >= first && c <= last;
}

// Behind the sequence that begins at an escape character; ECMA-48. -1: it is none.
static qsizetype sequenceEnd(const QByteArray &line, qsizetype at)
{
    const qsizetype size = line.size();
    if (++at >= size)
        return size; // cut off
    if (line[at] == '[') {
        for (++at; at < size && isIn(line[at], 0x20, 0x3F);)
            ++at;
        return at == size ? size : isIn(line[at], 0x40, 0x7E) ? at + 1 : -1;
    }
    if (line[at] == ']') { // a title or a link, to BEL or to ESC and a backslash
        for (++at; at < size; ++at) {
            if (line[at] == '\a')
                return at + 1;
            if (line[at] == Escape)
                return at + 1 < size ? at + 2 : size;
        }
        return size;
    }
    while (at < size && isIn(line[at], 0x20, 0x2F))
        ++at;
    return at == size ? size : isIn(line[at], 0x30, 0x7E) ? at + 1 : -1;
}

static QByteArray withoutSequences(const QByteArray &line)
{
    QByteArray text;
    for (qsizetype at = 0; at < line.size();) {
        const qsizetype end = line[at] == Escape ? sequenceEnd(line, at) : -1;
        if (end < 0)
            text += line[at++];
        else
            at = end;
    }
    return text;
}

QStringList outputLines(const QByteArray &output)
{
    QStringList lines;
    QList<QByteArray> parts = output.split('\n');
    if (parts.last().isEmpty())
        parts.removeLast();
    for (QByteArray &line : parts) {
        if (line.endsWith('\r'))
            line.chop(1);
        line = line.mid(line.lastIndexOf('\r') + 1);
        lines += printableText(withoutSequences(line));
    }
    return lines;
}

} // namespace Spawn
