// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/loggingcategories.h"

namespace Spawn {

Q_LOGGING_CATEGORY(spawnerLog, "spawn.spawner", QtWarningMsg)
Q_LOGGING_CATEGORY(helperLog, "spawn.helper", QtWarningMsg)
Q_LOGGING_CATEGORY(workersLog, "spawn.workers", QtWarningMsg)
Q_LOGGING_CATEGORY(jobsLog, "spawn.jobs", QtWarningMsg)
Q_LOGGING_CATEGORY(clusterLog, "spawn.cluster", QtWarningMsg)
Q_LOGGING_CATEGORY(monitoringLog, "spawn.monitoring", QtWarningMsg)

} // namespace Spawn
