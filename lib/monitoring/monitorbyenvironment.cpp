// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/monitorbyenvironment.h"

#include "cluster/cluster_p.h"
#include "cluster/clusterobserver.h"
#include "jobs/jobobserver.h"
#include "jobs/jobrunner_p.h"
#include "monitoring/monitorserver.h"
#include "spawner/asyncspawner.h"
#include "spawner/loggingcategories.h"
#include "spawner/spawnerobservers.h"
#include "workers/poolobserver.h"
#include "workers/workerpool_p.h"

#include <QtCore/QDebug>

#include <sys/auxv.h>

namespace Spawn {

static const QLatin1StringView ServerName("Spawn::monitorByEnvironment");

MonitorServer *monitorByEnvironment(const AsyncSpawner *spawner)
{
    return spawner->findChild<MonitorServer *>(ServerName, Qt::FindDirectChildrenOnly);
}

// ASYNCSPAWNER_MONITOR=1: each spawner listens, without a line of code; 0 and empty are off. Not in
// a set-id program, whose environment is somebody else's.
static void listenIfAsked(AsyncSpawner *spawner)
{
    const QByteArray wish = qgetenv("ASYNCSPAWNER_MONITOR");
    if (wish.isEmpty() || wish == "0" || getauxval(AT_SECURE) != 0)
        return;
    auto *const server = new MonitorServer(spawner, spawner);
    server->setObjectName(ServerName);
    if (!server->listen())
        qCWarning(monitoringLog).noquote() << "No monitor can attach:" << server->errorString();
}

template <class Shown>
static void showIfListening(const AsyncSpawner *spawner, Shown *shown)
{
    if (spawner == nullptr)
        return;
    if (MonitorServer *const server = monitorByEnvironment(spawner))
        server->add(shown);
}

static void showPool(WorkerPool *pool)
{
    showIfListening(WorkerPoolPrivate::of(pool)->spawner, pool);
}

static void showRunner(JobRunner *runner)
{
    showIfListening(JobRunnerPrivate::of(runner)->scheduler->spawner(), runner);
}

static void showCluster(Cluster *cluster)
{
    showIfListening(ClusterPrivate::of(cluster)->spawner, cluster);
}

static const bool added = (addSpawnerObserver(&listenIfAsked), setPoolObserver(&showPool),
                           setRunnerObserver(&showRunner), setClusterObserver(&showCluster), true);

} // namespace Spawn
