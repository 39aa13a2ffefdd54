// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "cluster/pidfile.h"

#include "spawner/filelock.h"
#include "spawner/text.h"

#include <QtCore/QFile>

#include <cerrno>
#include <unistd.h>

namespace Spawn {

class PidFile::Private
{
public:
    QString path;
    FileLock lock;
    QString error;
};

PidFile::PidFile(const QString &path) : d(std::make_unique<Private>())
{
    d->path = path;
}

PidFile::~PidFile() = default;

bool PidFile::tryLock()
{
    d->error.clear();
    if (d->lock.isHeld())
        return true;
    const SystemError error = d->lock.tryLock(QFile::encodeName(d->path));
    if (!error)
        return true;
    d->error = error.number != EWOULDBLOCK ? error.text
        : owner() == 0                     ? Text::tr("%1: another process has it").arg(d->path)
                       : Text::tr("%1: process %2 runs already").arg(d->path).arg(owner());
    return false;
}

bool PidFile::isLocked() const
{
    return d->lock.isHeld();
}

void PidFile::unlock()
{
    d->lock.release();
}

QString PidFile::errorString() const
{
    return d->error;
}

qint64 PidFile::owner() const
{
    return d->lock.isHeld() ? getpid() : d->lock.holder();
}

} // namespace Spawn
