// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <sys/types.h>

namespace Spawn {

// Whether a child that the helper cloned has executed its program: the kernel's own flag, from
// /proc. The ledger says Executing before an exec that may still fail. Not for one that has been
// reaped; false of one that is not to be seen.
bool hasExecuted(pid_t pid);

} // namespace Spawn
