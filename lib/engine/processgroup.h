// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <sys/types.h>

namespace Spawn {

// Sends a signal to the process group that a command leads, or to the command alone as long as it
// has not made its group. Returns 0 or a negative errno. The command must not have been reaped by
// us: its number is its own until then.
//
// The only place of the engine that signals anybody. Refuses, with -EINVAL, every number that
// could mean more than one command: 0, 1, -1 and our own group.
[[nodiscard]] int signalGroup(int pidfd, pid_t pid, int signalNumber);

// The process behind the descriptor, and nobody else.
[[nodiscard]] int signalProcess(int pidfd, int signalNumber);

} // namespace Spawn
