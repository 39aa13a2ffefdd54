// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "monitoring/jobrunnerchanges.h"
#include "monitoring/snapshotjson.h"

namespace Spawn {

// Runners as they have changed: what is as it was is told by what it is known by, a runner and a
// job by their numbers, a script by its name.
QJsonArray jobRunnerChangesToJson(const QList<JobRunnerSnapshot> &runners,
                                  const QHash<quint64, JobRunnerChanges> &changes);
// The same, and those of a snapshot. What is only named and was not there is left out.
QList<JobRunnerSnapshot> jobRunnersFromJson(const QJsonArray &array,
                                            const QList<JobRunnerSnapshot> &before);

} // namespace Spawn
