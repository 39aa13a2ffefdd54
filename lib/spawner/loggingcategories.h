// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QLoggingCategory>

namespace Spawn {

Q_DECLARE_LOGGING_CATEGORY(spawnerLog) // spawn.spawner
Q_DECLARE_LOGGING_CATEGORY(helperLog) // spawn.helper
Q_DECLARE_LOGGING_CATEGORY(workersLog) // spawn.workers
Q_DECLARE_LOGGING_CATEGORY(jobsLog) // spawn.jobs
Q_DECLARE_LOGGING_CATEGORY(clusterLog) // spawn.cluster
Q_DECLARE_LOGGING_CATEGORY(monitoringLog) // spawn.monitoring

} // namespace Spawn
