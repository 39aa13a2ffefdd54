// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Spawn {

struct RunCounts
{
    int total = 0;
    int running = 0;
    int succeeded = 0;
    int failed = 0;

    int ended() const { return succeeded + failed; }
    int queued() const { return total - running - ended(); }
};

} // namespace Spawn
