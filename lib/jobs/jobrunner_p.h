// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "jobs/jobrunner.h"
#include "jobs/jobscheduler.h"

namespace Spawn {

class JobRunnerPrivate final
{
public:
    static JobRunnerPrivate *of(JobRunner *runner) { return runner->d.get(); }

    JobOptions options;
    JobScheduler *scheduler = nullptr;
};

} // namespace Spawn
