// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace Spawn {

inline constexpr int HighestSignal = 64; // of the kernel; SIGRTMAX is a function

// "SIGUSR2", "SIGRTMIN+3"; the number where there is no name.
QString signalName(int signalNumber);

} // namespace Spawn
