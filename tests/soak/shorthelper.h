// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "common/crashinghelper.h"

// A helper to which the kernel refuses whatever it needs to start a command: processes, or memory.
// It is this program, started by the link of the helper that it then becomes.

// The next one that is started by that link is one of them.
bool makeNextHelperShort(CrashingHelper &helper, int kind);
inline constexpr int ShortHelperKinds = 3;

// First in main(). True: it was to be a helper, and could not.
bool isHelperInstead(char *argv[]);
