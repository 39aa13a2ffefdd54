// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/commandoutcome.h"
#include "models/runcounts.h"

#include <QtCore/QString>

#include <chrono>

namespace Spawn {

// The one line that is drawn again and again: "12 queued, 4 running, 30 done, 2 failed, 3.40 s".
QString progressText(const RunCounts &counts, std::chrono::microseconds elapsed);
// For where nothing can be drawn again: a line for each command that ended.
QString endedText(const RunCounts &counts, const CommandOutcome &outcome);

} // namespace Spawn
