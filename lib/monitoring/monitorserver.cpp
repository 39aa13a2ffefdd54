// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/monitorserver.h"

#include "engine/iothread.h"
#include "jobs/jobrunner_p.h"
#include "monitoring/clusterwatch.h"
#include "monitoring/jobwatch.h"
#include "monitoring/monitorbyenvironment.h"
#include "monitoring/monitorendpoint.h"
#include "monitoring/monitorthread.h"
#include "monitoring/poolwatch.h"
#include "spawner/asyncspawner_p.h"

#include <QtCore/QPointer>

#include <algorithm>

namespace Spawn {

class MonitorServer::Private final
{
public:
    explicit Private(AsyncSpawner *observed)
        : spawner(observed), thread(MonitorThread::get()),
          endpoint(new MonitorEndpoint([id = observed->d->id()](EngineAction action) {
              IoThread::mailbox()->post({id, std::move(action)});
          }))
    {
        delete monitorByEnvironment(observed); // its place is ours: a spawner has one observer
        endpoint->moveToThread(thread.get());
        observed->d->setObserver(endpoint->feed());
    }
    ~Private()
    {
        if (spawner)
            spawner->d->setObserver(nullptr);
        inThread([this] { delete endpoint; });
    }

    // Waits for it: that thread never waits for anybody. With the application it has ended.
    template <class F>
    void inThread(F &&f)
    {
        if (thread->isFinished())
            f();
        else
            QMetaObject::invokeMethod(endpoint, std::forward<F>(f), Qt::BlockingQueuedConnection);
    }

    const QPointer<AsyncSpawner> spawner;
    const std::shared_ptr<MonitorThread> thread;
    MonitorEndpoint *const endpoint; // lives in the thread
    bool listening = false;
    bool controlAllowed = false;
    bool outputShared = false;
    int historyLength = 10'000;
    quint64 lastPool = 0;
    quint64 lastRunner = 0;
    quint64 lastCluster = 0;
    bool watched = false;
    QString errorString;
};

MonitorServer::MonitorServer(AsyncSpawner *spawner, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(spawner))
{
    connect(d->endpoint, &MonitorEndpoint::watchedChanged, this,
            [this](bool watched) { d->watched = watched; });
}

MonitorServer::~MonitorServer() = default;

bool MonitorServer::listen(const QString &name)
{
    d->inThread([this, &name] { d->listening = d->endpoint->listen(name, d->errorString); });
    return d->listening;
}

bool MonitorServer::isListening() const
{
    return d->listening;
}

void MonitorServer::add(WorkerPool *pool)
{
    auto *const watch = new PoolWatch(pool, ++d->lastPool, this);
    connect(watch, &PoolWatch::changed, d->endpoint, &MonitorEndpoint::setPool);
    connect(watch, &PoolWatch::workerEnded, d->endpoint, &MonitorEndpoint::addWorkerEnd);
    connect(watch, &PoolWatch::gone, d->endpoint, &MonitorEndpoint::removePool);
    connect(d->endpoint, &MonitorEndpoint::poolRequested, watch, &PoolWatch::request);
    connect(d->endpoint, &MonitorEndpoint::watchedChanged, watch, &PoolWatch::setWatched);
    watch->setWatched(d->watched);
}

void MonitorServer::add(JobRunner *runner)
{
    JobScheduler *const scheduler = JobRunnerPrivate::of(runner)->scheduler;
    const QList<JobWatch *> watches
        = findChildren<JobWatch *>(QString(), Qt::FindDirectChildrenOnly);
    for (const JobWatch *const known : watches) {
        if (known->scheduler() == scheduler)
            return;
    }
    auto *const watch = new JobWatch(scheduler, ++d->lastRunner, this);
    connect(watch, &JobWatch::changed, d->endpoint, &MonitorEndpoint::setJobRunner);
    connect(watch, &JobWatch::jobEnded, d->endpoint, &MonitorEndpoint::addJobEnd);
    connect(watch, &JobWatch::gone, d->endpoint, &MonitorEndpoint::removeJobRunner);
    connect(d->endpoint, &MonitorEndpoint::runnerRequested, watch, &JobWatch::request);
    connect(d->endpoint, &MonitorEndpoint::watchedChanged, watch, &JobWatch::setWatched);
    watch->setWatched(d->watched);
}

void MonitorServer::add(Cluster *cluster)
{
    auto *const watch = new ClusterWatch(cluster, ++d->lastCluster, this);
    connect(watch, &ClusterWatch::changed, d->endpoint, &MonitorEndpoint::setCluster);
    connect(watch, &ClusterWatch::workerEnded, d->endpoint, &MonitorEndpoint::addClusterEnd);
    connect(watch, &ClusterWatch::gone, d->endpoint, &MonitorEndpoint::removeCluster);
    connect(d->endpoint, &MonitorEndpoint::clusterRequested, watch, &ClusterWatch::request);
    connect(d->endpoint, &MonitorEndpoint::watchedChanged, watch, &ClusterWatch::setWatched);
    watch->setWatched(d->watched);
}

QString MonitorServer::errorString() const
{
    return d->errorString;
}

bool MonitorServer::isControlAllowed() const
{
    return d->controlAllowed;
}

void MonitorServer::setControlAllowed(bool allowed)
{
    d->controlAllowed = allowed;
    d->inThread([this] { d->endpoint->setControlAllowed(d->controlAllowed); });
}

bool MonitorServer::isOutputShared() const
{
    return d->outputShared;
}

void MonitorServer::setOutputShared(bool shared)
{
    d->outputShared = shared;
    d->inThread([this] { d->endpoint->setOutputShared(d->outputShared); });
}

int MonitorServer::historyLength() const
{
    return d->historyLength;
}

void MonitorServer::setHistoryLength(int length)
{
    d->historyLength = std::max(length, 0);
    d->inThread([this] { d->endpoint->setHistoryLength(d->historyLength); });
}

} // namespace Spawn
