// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <jobs/jobresult.h>

#include <QtCore/QJsonObject>

namespace Spawn {

// error, text, value, errorValue, exitCode, signal, processId, queuedMs, elapsedMs, attempts; null
// where there is nothing to say. The names are those of "run --json".
QJsonObject jobResultJson(const JobResult &result);

} // namespace Spawn
