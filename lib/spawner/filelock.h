// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "spawner/systemerror.h"
#include "wire/descriptor.h"

#include <QtCore/QByteArray>

#include <fcntl.h>
#include <sys/types.h>

namespace Spawn {

// A lock that one process has, and that ends with it however it ends: the kernel's lock (flock) on
// a file decides. The file is there as long as the lock is held, and holds the number of the
// process, for people and for other programs.
//
// A file that was left behind is taken over, by exactly one of those who try. Programs that know
// no kernel locks are respected: a file that nobody has locked counts as held when it names a
// living process, other than this one, that started before the file was last written.
//
// A program that this process executes does not have the lock. A copy of this process (fork without
// exec) shares it: isHeld() is false there and the copy's FileLock removes nothing, but the lock is
// not free before the copy has ended too, or has destroyed its FileLock.
class FileLock final
{
public:
    FileLock() = default;
    ~FileLock() { release(); }
    Q_DISABLE_COPY_MOVE(FileLock)

    // Never waits. The error is EWOULDBLOCK when somebody else has the lock; any other one means
    // that the path cannot be a lock: it is never followed as a link, and what is not a file of
    // this user is left alone. A path that is relative starts at the directory, whose descriptor
    // stays open for longer than the lock is held.
    [[nodiscard]] SystemError tryLock(const QByteArray &path, int directory = AT_FDCWD);
    // After EWOULDBLOCK: who has it; 0: one that has not said.
    qint64 holder() const { return m_holder; }

    // Writes another process's number into the file: of a child for which this one holds the lock.
    void setOwner(qint64 processId);

    // By this process, and in the file that the path still names.
    bool isHeld() const;

    // Removes the file, then frees the lock.
    void release();

private:
    bool pathNames(const Wire::Descriptor &file) const;
    SystemError check(const Wire::Descriptor &file) const;
    SystemError heldBy(qint64 processId);

    QByteArray m_path;
    int m_directory = AT_FDCWD;
    Wire::Descriptor m_file;
    pid_t m_owner = 0; // a forked copy is somebody else
    qint64 m_holder = 0;
};

} // namespace Spawn
