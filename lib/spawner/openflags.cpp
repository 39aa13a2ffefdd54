// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/openflags.h"

#include <fcntl.h>

namespace Spawn {

int openFlags(QIODevice::OpenMode mode)
{
    int flags = mode.testFlag(QIODevice::ReadOnly) ? O_RDWR : O_WRONLY;
    if (!mode.testFlag(QIODevice::ExistingOnly))
        flags |= O_CREAT;
    if (mode.testFlag(QIODevice::NewOnly))
        flags |= O_EXCL;
    if (mode.testFlag(QIODevice::Append))
        flags |= O_APPEND;
    const bool keeps = mode.testFlag(QIODevice::ReadOnly) || mode.testFlag(QIODevice::Append)
        || mode.testFlag(QIODevice::NewOnly);
    if (mode.testFlag(QIODevice::Truncate) || !keeps)
        flags |= O_TRUNC;
    return flags;
}

} // namespace Spawn
