// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "jobs/jobhost.h"

namespace Spawn {

// The one of that name, else the one for all others; null: there is none.
const JobHost::Function *jobFunction(const QString &name);

// In the environment of a program that is to be a job host. Its main() takes it out, so that its
// own children are none.
inline constexpr char JobHostVariable[] = "ASYNCSPAWNER_JOB_HOST";

} // namespace Spawn
