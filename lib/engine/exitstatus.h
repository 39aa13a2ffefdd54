// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <sys/resource.h>

namespace Spawn {

// How a process ended, as the kernel says it.
struct ExitStatus
{
    bool known = false; // false: it ended, and somebody else took the status
    int exitCode = -1; // -1 unless it exited by itself
    int signalNumber = 0; // 0 unless a signal ended it
    bool coreDumped = false;
    rusage usage{};
};

// Reaps the child behind the descriptor without waiting. False when it has not ended, or when how is
// not known yet: the descriptor stays readable, so that one asks again.
//
// A host application that ignores SIGCHLD, or that waits for every child, takes the status before
// us. The kernel keeps it with the descriptor since Linux 6.15; before, it is lost.
[[nodiscard]] bool reap(int pidfd, ExitStatus &status);

// Whether it has ended, without reaping it.
[[nodiscard]] bool hasEnded(int pidfd);

} // namespace Spawn
