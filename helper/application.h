// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/descriptor.h"
#include "wire/ledger.h"

#include <bitset>
#include <sys/types.h>

namespace Spawn {

// The process that the helper works for: its parent, and that of every command.
struct Application
{
    pid_t pid = 0;
    Wire::Descriptor pidfd; // readable when it is dead

    // Returns 0 or a negative errno; -ESRCH: it died before we looked.
    [[nodiscard]] int find();
    // A dying process closes its sockets before it becomes a zombie: waits a little for that.
    bool diesSoon() const;
    // The thread that started us has ended, and with it, by their death signal, the commands: the
    // application executes another program.
    static bool isReplaced();
};

using DetachedSlots = std::bitset<Wire::LedgerSlots>;

// Kills the process groups of all commands that the ledger knows to live, of earlier helpers too,
// except those that were meant to outlive the application.
void killCommands(const Wire::LedgerSlot *ledger, const DetachedSlots &detached);

} // namespace Spawn
