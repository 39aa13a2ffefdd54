// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobobserver.h"

namespace Spawn {

static constinit RunnerMade runnerObserver = nullptr; // whatever is initialised first

void setRunnerObserver(RunnerMade made)
{
    runnerObserver = made;
}

void tellOfRunner(JobRunner *runner)
{
    if (runnerObserver != nullptr)
        runnerObserver(runner);
}

} // namespace Spawn
