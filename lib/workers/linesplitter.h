// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <optional>

namespace Spawn {

// Cuts bytes into lines as they come, wherever they are cut themselves. Keeps no more than one
// line that has not ended, and of that no more than a bound.
class LineSplitter final
{
public:
    explicit LineSplitter(qsizetype longestLine) : m_longest(longestLine) { }

    // Room for so many bytes more; added() says how many of them have been written. Ends the life
    // of what next() has given.
    char *room(qsizetype size);
    void added(qsizetype size) { m_end += size; }

    // The next line that has ended, without its newline.
    std::optional<QByteArrayView> next();
    bool hasNext() const;
    // Of the next line more has come than it may have: there are no more lines.
    bool isTooLong() const;
    // What has come of a line that has not ended, when nothing more comes.
    QByteArrayView takeRest();
    qsizetype rest() const { return m_end - m_begin; } // bytes that have not been given
    void clear() { m_begin = m_seen = m_end = 0; }

private:
    bool find() const;

    const qsizetype m_longest;
    QByteArray m_buffer;
    qsizetype m_begin = 0; // of the next line
    mutable qsizetype m_seen = 0; // no newline between m_begin and here: nothing is searched twice
    qsizetype m_end = 0;
};

} // namespace Spawn
