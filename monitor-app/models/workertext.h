// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <workers/poolsnapshot.h>

namespace Spawn {

QString poolText(const PoolSnapshot &pool); // "thumbnails", "Pool 1"
QString workerStateWord(WorkerSnapshot::State state); // "Behind"
// "Crashed: SIGKILL", "Exited by itself: code 3".
QString causeText(const WorkerEnd &end);

} // namespace Spawn
