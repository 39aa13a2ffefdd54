// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "jobkind.h"
#include "row.h"

// What is measured of jobs.
namespace Spawn::Benchmark::Rows {

Row jobsInOwnProcesses(const JobKind &kind);
Row jobsOneByOne(const JobKind &kind);
Row jobsInPairs(const JobKind &kind);
Row jobsAtOnce(const JobKind &kind);
Row jobHostResident(const JobKind &kind);
Row jobHostPrivate(const JobKind &kind);
Row queuedJob();

} // namespace Spawn::Benchmark::Rows
