// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/jobpart.h"
#include "models/treerow.h"

#include <monitoring/spawnersnapshot.h>

namespace Spawn {

enum class JobColumn {
    Name,
    State,
    Progress,
    ProcessId,
    Queued,
    Running,
    Succeeded,
    Failed,
    Retried,
    Wait, // of a script in the median
    Wait90,
    Wait99,
    Run,
    Run90,
    Run99,
};
inline constexpr int JobColumns = 15;

// A runner, a script of it or a job that has not ended.
using JobRow = TreeRow<JobPart, JobColumns>;

// The rows of all runners.
std::unique_ptr<JobRow> jobRows(const SpawnerSnapshot &snapshot, qint64 now);

} // namespace Spawn
