// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/environmentsnapshot.h"

#include <cstring>
#include <unistd.h>

namespace Spawn {

// Comparing it takes no memory, and nothing tells when it changes.
bool EnvironmentSnapshot::isCurrent() const
{
    const char *at = m_block.constData();
    const char *const end = at + m_block.size();
    for (char **variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
        const size_t size = strlen(*variable) + 1;
        if (static_cast<size_t>(end - at) < size || memcmp(at, *variable, size) != 0)
            return false;
        at += size;
    }
    return at == end;
}

QByteArray EnvironmentSnapshot::take()
{
    if (isCurrent())
        return m_block;
    QByteArray block("");
    for (char **variable = environ; variable != nullptr && *variable != nullptr; ++variable)
        block.append(*variable, static_cast<qsizetype>(strlen(*variable)) + 1);
    m_block = block;
    return m_block;
}

} // namespace Spawn
