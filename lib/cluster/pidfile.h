// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/export.h>

#include <QtCore/QString>

#include <memory>

namespace Spawn {

// A daemon's PID file: there is one process of it, and who wants to signal it finds its number.
//
//   Spawn::PidFile pidFile("/run/greeter.pid");
//   if (!pidFile.tryLock()) {
//       qCritical() << pidFile.errorString();
//       return 1;
//   }
//
// The kernel's lock on the file decides, so one that a dead process has left is taken over, whoever
// has its number now; by exactly one of those who try. Of a program that knows no such locks the
// file is respected while it names a living process that is older than the file. It is removed with
// the object, by the process that has locked it.
//
// A worker of a Cluster has none: lock it where Cluster::isPrimary().
class ASYNCSPAWNER_EXPORT PidFile final
{
public:
    explicit PidFile(const QString &path);
    ~PidFile();
    Q_DISABLE_COPY_MOVE(PidFile)

    // Never waits. Writes this process's number. True as well if it is locked already.
    bool tryLock();
    bool isLocked() const;
    void unlock(); // and removes it
    QString errorString() const; // after tryLock() has said false
    // Who has it: this process, or the one that was found to; 0: nobody, or one that has not said.
    qint64 owner() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Spawn
