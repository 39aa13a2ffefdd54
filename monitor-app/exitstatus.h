// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Spawn {

enum ExitStatus {
    AllSucceeded = 0,
    SomeFailed = 1,
    BadUsage = 2, // or bad input: nothing was run
    NoHelper = 3,
    InterruptedBase = 128, // and the signal's number, as shells have it
};

} // namespace Spawn
