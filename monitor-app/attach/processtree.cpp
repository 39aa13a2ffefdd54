// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "attach/processtree.h"

#include <QtCore/QDateTime>
#include <QtCore/QFile>

#include <ctime>
#include <pwd.h>
#include <unistd.h>

namespace Spawn {

static QByteArray contentOf(qint64 processId, const char *name)
{
    QFile file(QStringLiteral("/proc/%1/%2").arg(processId).arg(QLatin1String(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// By the wall clock as it is now.
static qint64 momentOf(quint64 ticksSinceBoot)
{
    timespec sinceBoot{};
    clock_gettime(CLOCK_BOOTTIME, &sinceBoot);
    const qint64 boot = QDateTime::currentMSecsSinceEpoch() - qint64(sinceBoot.tv_sec) * 1000
        - sinceBoot.tv_nsec / 1'000'000;
    return boot + qint64(ticksSinceBoot) * 1000 / sysconf(_SC_CLK_TCK);
}

static QString userName(qint64 userId)
{
    const passwd *const entry = getpwuid(uid_t(userId));
    return entry ? QString::fromLocal8Bit(entry->pw_name) : QString::number(userId);
}

RunningProcess runningProcess(qint64 processId)
{
    RunningProcess result;
    const QByteArray stat = contentOf(processId, "stat");
    // The name in brackets may hold blanks and brackets: the state is behind the last one.
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    constexpr qsizetype startField = 19; // the 22nd of all
    if (stat.isEmpty() || fields.size() <= startField)
        return result;
    result.isRunning = fields.at(0) != "Z" && fields.at(0) != "X";
    result.parent = fields.at(1).toLongLong();
    result.started = momentOf(fields.at(startField).toULongLong());

    // The folder in /proc is root's where a process hides itself.
    const QByteArray status = contentOf(processId, "status");
    const qsizetype line = status.indexOf("\nUid:");
    const QList<QByteArray> ids
        = status.mid(line + 5).split('\n').constFirst().simplified().split(' ');
    if (line >= 0 && ids.size() >= 2) {
        result.userId = ids.at(1).toLongLong();
        result.user = userName(result.userId);
    }
    return result;
}

bool descendsFrom(qint64 processId, qint64 ancestor)
{
    // Ends even where numbers are used anew while it looks.
    constexpr int deepest = 64;
    for (int depth = 0; processId > 1 && depth < deepest; ++depth) {
        if (processId == ancestor)
            return true;
        processId = runningProcess(processId).parent;
    }
    return false;
}

} // namespace Spawn
