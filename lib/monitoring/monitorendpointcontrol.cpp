// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
// What monitors ask for.
#include "monitoring/monitorendpoint.h"

#include "monitoring/jsonmembers.h"
#include "monitoring/numberedlist.h"

#include <algorithm>
#include <chrono>
#include <csignal>

namespace Spawn {

using namespace Qt::StringLiterals;

// Until workers that were asked to go are ended.
static constexpr std::chrono::milliseconds UsualDeadline = std::chrono::seconds(10);
static constexpr std::chrono::milliseconds LongestDeadline = std::chrono::hours(24);

static QList<quint64> numbersOf(const QJsonValue &value)
{
    QList<quint64> numbers;
    for (const QJsonValue &element : value.toArray())
        numbers.append(exactNumber(element));
    return numbers;
}

// Empty, or why nothing was done. What is asked of a command that has ended does nothing.
QString MonitorEndpoint::control(const QString &what, const QJsonObject &message)
{
    static const QStringList known{u"cancel"_s, u"terminate"_s, u"kill"_s, u"signal"_s, u"raise"_s};
    static const QHash<QString, PoolRequest::What> ofPools{
        {u"addWorker"_s, PoolRequest::What::AddWorker},
        {u"removeWorkers"_s, PoolRequest::What::RemoveWorkers},
        {u"restartWorkers"_s, PoolRequest::What::RestartWorkers}};
    static const QHash<QString, RunnerRequest::What> ofRunners{
        {u"cancelJobs"_s, RunnerRequest::What::CancelJobs},
        {u"reloadScript"_s, RunnerRequest::What::ReloadScript},
        {u"purgeWorkers"_s, RunnerRequest::What::PurgeWorkers}};
    static const QHash<QString, ClusterRequest::What> ofClusters{
        {u"reloadCluster"_s, ClusterRequest::What::Reload},
        {u"startClusterWorker"_s, ClusterRequest::What::StartWorker},
        {u"disconnectCluster"_s, ClusterRequest::What::DisconnectWorkers}};
    if (!known.contains(what) && !ofPools.contains(what) && !ofRunners.contains(what)
        && !ofClusters.contains(what))
        return u"\"%1\" is not a request"_s.arg(what);
    if (!m_mirror.snapshot().controlAllowed)
        return u"the application does not allow control"_s;
    if (ofPools.contains(what))
        return controlPool(ofPools.value(what), message);
    if (ofRunners.contains(what))
        return controlRunner(ofRunners.value(what), message);
    if (ofClusters.contains(what))
        return controlCluster(ofClusters.value(what), message);
    const int signalNumber = message.value("signal"_L1).toInt();
    if (what == "signal"_L1 && (signalNumber < 1 || signalNumber > SIGRTMAX))
        return u"%1 is no signal"_s.arg(signalNumber);
    for (const quint64 id : numbersOf(message.value("ids"_L1))) {
        if (what == "cancel"_L1)
            m_post(Request::Cancel{id});
        else if (what == "terminate"_L1)
            m_post(Request::Terminate{id});
        else if (what == "kill"_L1)
            m_post(Request::Kill{id});
        else if (what == "signal"_L1)
            m_post(Request::Signal{id, signalNumber});
        else
            m_post(Request::Raise{id});
    }
    return {};
}

// The pool is in another thread: what comes of it are changes.
QString MonitorEndpoint::controlPool(PoolRequest::What what, const QJsonObject &message)
{
    const PoolRequest request{what, exactNumber(message.value("pool"_L1)),
                              message.value("program"_L1).toString(),
                              numbersOf(message.value("ids"_L1))};
    const PoolSnapshot *const pool = findNumber(m_mirror.snapshot().pools, request.pool);
    if (pool == nullptr)
        return u"there is no pool %1"_s.arg(request.pool);
    const bool isKnown = std::any_of(
        pool->programs.begin(), pool->programs.end(),
        [&](const PoolProgramSnapshot &known) { return known.program == request.program; });
    if (!isKnown)
        return u"\"%1\" is no program of pool %2"_s.arg(request.program).arg(request.pool);
    Q_EMIT poolRequested(request);
    return {};
}

// As with a pool. A job may have ended meanwhile: of that one nothing comes.
QString MonitorEndpoint::controlRunner(RunnerRequest::What what, const QJsonObject &message)
{
    const RunnerRequest request{what, exactNumber(message.value("runner"_L1)),
                                message.value("script"_L1).toString(),
                                numbersOf(message.value("ids"_L1))};
    const JobRunnerSnapshot *const runner
        = findNumber(m_mirror.snapshot().jobRunners, request.runner);
    if (runner == nullptr)
        return u"there is no runner %1"_s.arg(request.runner);
    if (what == RunnerRequest::What::CancelJobs && request.jobs.isEmpty())
        return u"no job is named"_s;
    const auto isOfIt = [&](const auto &known) {
        return known.script == request.script;
    };
    if (what == RunnerRequest::What::ReloadScript && !request.script.isEmpty()
        && std::none_of(runner->scripts.begin(), runner->scripts.end(), isOfIt)
        && std::none_of(runner->workers.begin(), runner->workers.end(), isOfIt))
        return u"\"%1\" is no script of runner %2"_s.arg(request.script).arg(request.runner);
    Q_EMIT runnerRequested(request);
    return {};
}

// As with a pool. Two reloads at a time are refused here, as far as it is known by now.
QString MonitorEndpoint::controlCluster(ClusterRequest::What what, const QJsonObject &message)
{
    const double deadline
        = message.value("deadlineMilliseconds"_L1).toDouble(UsualDeadline.count());
    if (!(deadline >= 0 && deadline <= LongestDeadline.count()))
        return u"%1 ms is no deadline"_s.arg(deadline);
    const ClusterRequest request{what, exactNumber(message.value("cluster"_L1)),
                                 std::chrono::milliseconds(static_cast<qint64>(deadline))};
    const ClusterSnapshot *const cluster
        = findNumber(m_mirror.snapshot().clusters, request.cluster);
    if (cluster == nullptr)
        return u"there is no cluster %1"_s.arg(request.cluster);
    if (what == ClusterRequest::What::Reload && cluster->reloading)
        return u"cluster %1 is being reloaded"_s.arg(request.cluster);
    Q_EMIT clusterRequested(request);
    return {};
}

} // namespace Spawn
