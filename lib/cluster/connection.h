// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/descriptor.h"

#include <sys/types.h>

namespace Spawn {

// A connection that was accepted and is handed to a worker.
struct Connection
{
    explicit Connection(Wire::Descriptor accepted);

    // Nothing of it has been read and nothing sent, by whomever: another worker can have it. What
    // the kernel does not tell, of a local socket, counts as touched.
    bool isUntouched() const;

    Wire::Descriptor socket;
    ino_t inode = 0; // which it keeps in every process that has it
};

} // namespace Spawn
