// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/monitortargets.h"

#include "monitoring/socketdirectory.h"
#include "monitoring/targetdescription.h"
#include "monitoring/targetnames.h"
#include "spawner/filelock.h"
#include "spawner/processstat.h"
#include "spawner/text.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QSet>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <sys/stat.h>
#include <tuple>
#include <unistd.h>

namespace Spawn {

static constexpr char HelperProgram[] = "asyncspawner-helper";
// As the system calls it until it has given itself the second name.
static constexpr char HelperName[] = "asyncspawner-he";
static constexpr char HelperOwnName[] = "spawn-helper";
static constexpr char DeletedSuffix[] = " (deleted)"; // replaced by a newer one while it runs

namespace {

struct Found
{
    MonitorTarget target;
    quint64 start = 0;
};

} // namespace

// False: it is removed, and of no interest.
static bool examineDead(const SocketDirectory &directory, const TargetNames &names,
                        MonitorTarget *target)
{
    FileLock lock;
    const SystemError error = lock.tryLock(names.lock(), directory.descriptor());
    if (!error) {
        directory.remove(names.description());
        directory.remove(names.unfinishedDescription());
        // Only what could have been bound: a squatter stays, and is told of when it matters.
        struct stat status
        {
        };
        if (directory.statusOf(names.socket(), &status) == 0 && S_ISSOCK(status.st_mode))
            directory.remove(names.socket());
        return false;
    }
    target->problem = error.number == EWOULDBLOCK
        ? Text::tr("Process %1 has ended, but another one still holds its lock")
              .arg(target->processId)
        : Text::tr("Process %1 has ended, but its files cannot be removed: %2")
              .arg(target->processId)
              .arg(error.text);
    return true;
}

static QList<Found> describedTargets(const SocketDirectory &directory)
{
    QList<Found> result;
    for (const QByteArray &fileName : directory.names()) {
        const TargetNames names = TargetNames::ofDescription(fileName);
        if (!names.isValid())
            continue; // another file, or one that is being written
        TargetDescription description;
        const SystemError error = description.read(directory, names);
        if (error.number == ENOENT)
            continue; // it has just ended
        Found found;
        found.start = description.processStart;
        MonitorTarget &target = found.target;
        target.name
            = description.name.isEmpty() ? QString::fromLatin1(names.stem()) : description.name;
        target.processId = description.processId;
        target.socket = directory.pathOf(names.socket());
        target.problem = error.text;
        if ((error && error.number != ENOTSUP) || description.isAlive()
            || examineDead(directory, names, &target))
            result.append(found);
    }
    return result;
}

// The effective one; of a process that hides itself the folder in /proc is root's.
static bool isOurs(qint64 processId)
{
    QFile file(QStringLiteral("/proc/%1/status").arg(processId));
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray status = file.readAll();
    const QList<QByteArray> ids
        = status.mid(status.indexOf("\nUid:") + 5).split('\n').constFirst().simplified().split(' ');
    return ids.size() >= 2 && ids[1] == QByteArray::number(geteuid());
}

static bool isHelper(qint64 processId, const QByteArray &name)
{
    if (name != HelperName && name != HelperOwnName)
        return false;
    std::array<char, PATH_MAX> target{};
    const QByteArray link = "/proc/" + QByteArray::number(processId) + "/exe";
    const ssize_t size = readlink(link.constData(), target.data(), target.size());
    if (size < 0)
        return errno == EACCES; // another user's: there is nothing but the name
    QByteArray program(target.data(), size);
    if (program.endsWith(DeletedSuffix))
        program.chop(qsizetype(sizeof DeletedSuffix) - 1);
    return program.mid(program.lastIndexOf('/') + 1) == HelperProgram;
}

// By their helpers, which only applications with a spawner have.
static QList<qint64> applications()
{
    QSet<qint64> result;
    const QStringList entries
        = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &entry : entries) {
        const qint64 processId = entry.toLongLong(); // 0 for all that is not a process
        const auto stat = processId > 0 ? processStat(processId) : std::nullopt;
        // The helper of an application that has just died is the first process's for a moment.
        if (stat && stat->isAlive() && stat->parent > 1 && isHelper(processId, stat->name))
            result.insert(stat->parent);
    }
    return result.values();
}

QList<MonitorTarget> findTargets()
{
    QList<Found> found;
    SocketDirectory directory;
    const SystemError error = directory.open(SocketDirectory::Missing::Refuse);
    if (!error)
        found = describedTargets(directory);
    QSet<qint64> known;
    for (const Found &each : std::as_const(found))
        known.insert(each.target.processId);
    for (const qint64 processId : applications()) {
        const auto stat = processStat(processId);
        if (known.contains(processId) || !stat || !stat->isAlive())
            continue;
        Found silent;
        silent.start = stat->startTicks;
        silent.target.name = QString::fromLocal8Bit(stat->name);
        silent.target.processId = processId;
        if (!isOurs(processId))
            silent.target.problem = Text::tr("It belongs to another user");
        else if (error && error.number != ENOENT) // none has listened yet
            silent.target.problem = error.text;
        else
            silent.target.problem
                = Text::tr("Monitor is off: set ASYNCSPAWNER_MONITOR=1 before it starts");
        found.append(silent);
    }

    std::sort(found.begin(), found.end(), [](const Found &a, const Found &b) {
        const int names = a.target.name.compare(b.target.name, Qt::CaseInsensitive);
        if (names != 0)
            return names < 0;
        return std::tie(b.start, b.target.processId, a.target.socket)
            < std::tie(a.start, a.target.processId, b.target.socket);
    });
    QList<MonitorTarget> targets;
    for (const Found &each : std::as_const(found))
        targets.append(each.target);
    return targets;
}

} // namespace Spawn
