// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "processstat.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

#include <cmath>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark {

static QByteArray readFile(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

static double runTime(const QString &schedstat)
{
    const QByteArray text = readFile(schedstat);
    return text.isEmpty() ? NAN : text.left(text.indexOf(' ')).toDouble() / 1e3;
}

double processCpuTime(qint64 processId)
{
    return runTime(u"/proc/%1/schedstat"_s.arg(processId));
}

qint64 threadNamed(const QByteArray &name)
{
    const QDir tasks(u"/proc/self/task"_s);
    for (const QString &id : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (readFile(tasks.filePath(id) + u"/comm"_s).trimmed() == name)
            return id.toLongLong();
    }
    return 0;
}

double threadCpuTime(qint64 threadId)
{
    return runTime(u"/proc/self/task/%1/schedstat"_s.arg(threadId));
}

// "Name:   123 kB", the sum of all lines that begin with the name.
static double sumOfLines(const QByteArray &text, const QByteArray &name)
{
    double bytes = NAN;
    for (const QByteArray &line : text.split('\n')) {
        if (!line.startsWith(name))
            continue;
        const QByteArray value = line.mid(line.indexOf(':') + 1).trimmed();
        bytes = (std::isnan(bytes) ? 0 : bytes) + value.left(value.indexOf(' ')).toDouble() * 1024;
    }
    return bytes;
}

ProcessMemory processMemory(qint64 processId)
{
    const QByteArray text = readFile(u"/proc/%1/smaps_rollup"_s.arg(processId));
    return {sumOfLines(text, "Rss:"), sumOfLines(text, "Private_")};
}

double ownResidentMemory()
{
    return processMemory(getpid()).resident;
}

double availableMemory()
{
    return sumOfLines(readFile(u"/proc/meminfo"_s), "MemAvailable:");
}

} // namespace Spawn::Benchmark
