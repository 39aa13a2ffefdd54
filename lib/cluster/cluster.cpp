// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "cluster/cluster.h"

#include "cluster/cluster_p.h"
#include "cluster/clusterclient.h"
#include "cluster/clusterobserver.h"

#include <algorithm>
#include <utility>

namespace Spawn {

using std::chrono::milliseconds;

bool Cluster::isPrimary()
{
    return ClusterClient::workerId() == 0;
}

int Cluster::workerId()
{
    return ClusterClient::workerId();
}

bool Cluster::isLeaving()
{
    const ClusterClient *const client = ClusterClient::instance();
    return client != nullptr && client->isLeaving();
}

Cluster::Cluster(AsyncSpawner *spawner, QObject *parent)
    : QObject(parent), d(std::make_unique<ClusterPrivate>(this, spawner))
{
    tellOfCluster(this);
}

Cluster::~Cluster() = default;

QString Cluster::program() const
{
    return d->program.isEmpty() ? QCoreApplication::applicationFilePath() : d->program;
}

void Cluster::setProgram(const QString &program)
{
    d->program = program;
}

QStringList Cluster::arguments() const
{
    if (d->arguments)
        return *d->arguments;
    return d->program.isEmpty() ? QCoreApplication::arguments().mid(1) : QStringList();
}

void Cluster::setArguments(const QStringList &arguments)
{
    d->arguments = arguments;
}

QProcessEnvironment Cluster::environment() const
{
    return d->environment;
}

void Cluster::setEnvironment(const QProcessEnvironment &environment)
{
    d->environment = environment;
}

Worker *Cluster::startWorker(const QProcessEnvironment &extra)
{
    d->tryAgain();
    const ClusterWorker *const worker = d->start(extra);
    return worker == nullptr ? nullptr : worker->worker();
}

QList<Worker *> Cluster::workers() const
{
    QList<Worker *> workers;
    for (const ClusterWorker *const worker : d->workers)
        workers.append(worker->worker());
    return workers;
}

int Cluster::idOf(const Worker *worker) const
{
    const auto found
        = std::find_if(d->workers.begin(), d->workers.end(),
                       [worker](const ClusterWorker *one) { return one->worker() == worker; });
    return found == d->workers.end() ? 0 : (*found)->id();
}

Cluster::SchedulingPolicy Cluster::schedulingPolicy() const
{
    return d->policy;
}

void Cluster::setSchedulingPolicy(SchedulingPolicy policy)
{
    d->policy = policy;
}

bool Cluster::respawn() const
{
    return d->respawn;
}

void Cluster::setRespawn(bool respawn)
{
    d->respawn = respawn;
}

int Cluster::giveUpAfter() const
{
    return d->giveUpAfter;
}

void Cluster::setGiveUpAfter(int ends)
{
    d->giveUpAfter = ends;
}

void Cluster::disconnectWorkers(milliseconds deadline)
{
    d->disconnectAll(deadline);
}

bool Cluster::reload(milliseconds deadline)
{
    return d->reload(deadline);
}

bool Cluster::isReloading() const
{
    return d->reloading.has_value();
}

} // namespace Spawn
