// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QFile>
#include <QtCore/QString>

// What /proc says of a process.

inline QByteArray processFile(qint64 processId, const char *name)
{
    QFile file(QStringLiteral("/proc/%1/%2").arg(processId).arg(QLatin1String(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// 'R', 'S', 'T' … 'X' when there is none.
inline char processState(qint64 processId)
{
    // The name in parentheses may hold blanks and parentheses.
    const QByteArray stat = processFile(processId, "stat");
    const qsizetype name = stat.lastIndexOf(')');
    return name < 0 || name + 2 >= stat.size() ? 'X' : stat[name + 2];
}

// 'Z': dead, and not reaped yet by whoever inherited it.
inline bool isAlive(qint64 processId)
{
    const char state = processState(processId);
    return state != 'X' && state != 'Z';
}

// Bytes that it has written until now; -1 when the kernel does not count them.
inline qint64 bytesWrittenBy(qint64 processId)
{
    const QByteArray counts = processFile(processId, "io");
    const qsizetype start = counts.indexOf("wchar: ");
    if (start < 0)
        return -1;
    const qsizetype end = counts.indexOf('\n', start);
    return counts.mid(start + 7, end - start - 7).toLongLong();
}

inline qint64 residentBytes(qint64 processId)
{
    return processFile(processId, "statm").split(' ').value(1).toLongLong() * 4096;
}
