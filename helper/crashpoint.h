// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

namespace Spawn {

// Places at which a test has something happen: the helper killed, stopped, the application killed.
// Only asyncspawner-helper-test, which is never installed, has anything there.
enum class CrashPoint {
    FrameTaken = 1,
    DescriptorsTaken,
    BeforeClone,
    AfterClone, // the engine has not been told
    // In the child.
    ChildStarted,
    ChildBeforeRecord, // that it executes
    ChildAfterRecord,
    ChildBeforeFailure, // its exec has failed, and is not recorded
};

#ifdef ASYNCSPAWNER_CRASH_POINTS
void readCrashPlan(); // at the start of the program
void passCrashPoint(CrashPoint point);
#else
inline void passCrashPoint(CrashPoint) { }
#endif

} // namespace Spawn
