// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/filelock.h"

#include "spawner/processstat.h"
#include "spawner/text.h"

#include <QtCore/QFile>

#include <cerrno>
#include <chrono>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Spawn {

// How often the file may be replaced between opening and locking it. Each time somebody else has
// had the lock and given it back.
static constexpr int Attempts = 100;

// The time of a file is a few milliseconds late, and a start is known to a tick.
static constexpr std::chrono::milliseconds ClockError{20};

// The process that the file names, or 0.
static qint64 processIn(const Wire::Descriptor &file)
{
    char text[32];
    const ssize_t size = pread(file.get(), text, sizeof text, 0);
    if (size <= 0)
        return 0;
    const QByteArray line = QByteArray(text, size).split('\n').constFirst().trimmed();
    const qint64 processId = line.toLongLong();
    return processId > 0 ? processId : 0;
}

static bool livedWhenWritten(qint64 processId, const Wire::Descriptor &file)
{
    struct stat status
    {
    };
    // Of this process there is no lock, so the file is of a program that became this one by exec,
    // or of one that had the same number.
    if (processId == 0 || processId == getpid() || fstat(file.get(), &status) != 0)
        return false;
    // One that is hidden belongs to somebody else, who did not write a file of ours.
    const auto process = processStat(processId);
    const auto written = std::chrono::seconds(status.st_mtim.tv_sec)
        + std::chrono::nanoseconds(status.st_mtim.tv_nsec);
    return process && process->isAlive() && process->startTime() <= written + ClockError;
}

// For people: the lock is as good without it, so a full disk is no reason to refuse.
static void writeProcessId(const Wire::Descriptor &file, qint64 processId)
{
    const QByteArray line = QByteArray::number(processId) + '\n';
    if (ftruncate(file.get(), 0) == 0) {
        [[maybe_unused]] const ssize_t size
            = pwrite(file.get(), line.constData(), static_cast<size_t>(line.size()), 0);
    }
}

bool FileLock::pathNames(const Wire::Descriptor &file) const
{
    struct stat locked
    {
    };
    struct stat named
    {
    };
    return fstat(file.get(), &locked) == 0
        && fstatat(m_directory, m_path.constData(), &named, AT_SYMLINK_NOFOLLOW) == 0
        && locked.st_dev == named.st_dev && locked.st_ino == named.st_ino;
}

SystemError FileLock::check(const Wire::Descriptor &file) const
{
    const QString path = QFile::decodeName(m_path);
    struct stat status
    {
    };
    if (fstat(file.get(), &status) != 0)
        return systemError(errno, Text::tr("Cannot examine the lock file \"%1\"").arg(path));
    if (!S_ISREG(status.st_mode))
        return {EINVAL, Text::tr("The lock file \"%1\" is not a regular file").arg(path)};
    if (status.st_uid != geteuid()) {
        return {EPERM,
                Text::tr("The lock file \"%1\" belongs to user %2").arg(path).arg(status.st_uid)};
    }
    // Its content is about to be overwritten, and might be something else's.
    if (status.st_nlink > 1)
        return {EMLINK, Text::tr("The lock file \"%1\" has other names too").arg(path)};
    return {};
}

SystemError FileLock::heldBy(qint64 processId)
{
    m_holder = processId;
    const QString path = QFile::decodeName(m_path);
    // It may be between its lock and its number.
    return {EWOULDBLOCK,
            processId == 0 ? Text::tr("Another process holds the lock \"%1\"").arg(path)
                           : Text::tr("Process %1 holds the lock \"%2\"").arg(processId).arg(path)};
}

SystemError FileLock::tryLock(const QByteArray &path, int directory)
{
    release();
    m_path = path;
    m_directory = directory;
    for (int i = 0; i < Attempts; ++i) {
        Wire::Descriptor file(
            openat(directory, path.constData(),
                   O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0600));
        if (!file) {
            return systemError(
                errno, Text::tr("Cannot open the lock file \"%1\"").arg(QFile::decodeName(path)));
        }
        if (SystemError error = check(file))
            return error;
        if (flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
            if (errno == EINTR)
                continue;
            return errno == EWOULDBLOCK
                ? heldBy(processIn(file))
                : systemError(errno, Text::tr("Cannot lock \"%1\"").arg(QFile::decodeName(path)));
        }
        // Whoever had it may have removed it in between: then it locks nothing any more.
        if (!pathNames(file))
            continue;
        if (const qint64 processId = processIn(file); livedWhenWritten(processId, file))
            return heldBy(processId);
        writeProcessId(file, getpid());
        m_file = std::move(file);
        m_owner = getpid();
        return {};
    }
    return heldBy(0);
}

void FileLock::setOwner(qint64 processId)
{
    if (isHeld())
        writeProcessId(m_file, processId);
}

bool FileLock::isHeld() const
{
    return m_file && m_owner == getpid() && pathNames(m_file);
}

void FileLock::release()
{
    // First the name: once the lock is free the file may be somebody else's.
    if (isHeld())
        unlinkat(m_directory, m_path.constData(), 0);
    m_file.reset();
}

} // namespace Spawn
