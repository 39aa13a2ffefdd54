// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "cluster/cluster_p.h"

#include "spawner/loggingcategories.h"
#include "workers/worker_p.h"

#include <QtCore/QRandomGenerator>
#include <QtCore/QTimerEvent>

#include <algorithm>
#include <utility>

// How many workers there are. What they listen on is in clustersockets.cpp, how they are replaced
// in clusterreload.cpp.

namespace Spawn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

static constexpr auto UnusedTime = 10s; // of a socket whose last worker has died

ClusterPrivate::ClusterPrivate(Cluster *cluster, AsyncSpawner *by) : q(cluster), spawner(by)
{
    m_next.setSingleShot(true);
    m_next.setTimerType(Qt::PreciseTimer);
    connect(&m_next, &QTimer::timeout, this, &ClusterPrivate::startDue);
    m_unused.setSingleShot(true);
    m_unused.setInterval(UnusedTime);
    connect(&m_unused, &QTimer::timeout, this, [this] {
        if (!m_due.empty()) {
            m_unused.start();
            return;
        }
        std::erase_if(m_sockets, [](const auto &socket) { return socket->workerCount() == 0; });
    });
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &ClusterPrivate::rollBack);
}

ClusterPrivate::~ClusterPrivate()
{
    m_sockets.clear(); // they name workers
    for (ClusterWorker *const worker : std::exchange(workers, {}))
        delete worker;
}

void ClusterPrivate::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_tell.timerId()) {
        QObject::timerEvent(event);
        return;
    }
    m_tell.stop();
    const QPointer<ClusterPrivate> guard(this);
    if (const std::optional<bool> success = std::exchange(m_reloaded, std::nullopt))
        Q_EMIT q->reloaded(*success);
    if (guard && m_stopping && workers.empty()) {
        m_stopping = false;
        Q_EMIT q->stopped();
    }
}

// ---- They come ---------------------------------------------------------------------------------

Command ClusterPrivate::commandFor(int id, const QProcessEnvironment &extra) const
{
    Command command(QStringList(q->program()) + q->arguments());
    QProcessEnvironment variables
        = environment.inheritsFromParent() ? QProcessEnvironment::systemEnvironment() : environment;
    if (!extra.inheritsFromParent())
        variables.insert(extra);
    variables.insert(u"NODE_UNIQUE_ID"_s, QString::number(id));
    command.setEnvironment(variables);
    command.setLabel(u"worker %1"_s.arg(id));
    return command;
}

ClusterWorker *ClusterPrivate::start(const QProcessEnvironment &extra)
{
    if (!spawner)
        return nullptr;
    const int id = ++m_lastId;
    ++m_started;
    auto *const worker
        = new ClusterWorker(forkWorker(spawner, commandFor(id, extra)), id, extra, this);
    workers.push_back(worker);
    connectWorker(worker);
    return worker;
}

void ClusterPrivate::connectWorker(ClusterWorker *worker)
{
    Worker *const process = worker->worker();
    connect(process, &Worker::started, q, [this, process] { Q_EMIT q->workerStarted(process); });
    connect(process, &Worker::messageReceived, q, [this, process](const QJsonValue &message) {
        Q_EMIT q->messageReceived(process, message);
    });
    connect(process, &Worker::disconnected, q, [this, worker, process] {
        takeFromSockets(worker);
        Q_EMIT q->workerDisconnected(process);
    });
    connect(process, &Worker::finished, this,
            [this, worker](int code, int signal) { ended(worker, code, signal); });
    connect(worker, &ClusterWorker::online, this, [this, process] {
        const QPointer<ClusterPrivate> guard(this);
        Q_EMIT q->workerOnline(process);
        if (guard)
            successorIsReady();
    });
    connect(worker, &ClusterWorker::askedToListen, this,
            [this, worker](const ListenRequest &request, qint64 number) {
                listen(worker, request, number);
            });
    connect(worker, &ClusterWorker::closed, this,
            [this, worker](const QString &key) { close(worker, key); });
    connect(worker, &ClusterWorker::listening, this,
            [this, worker](const ListenRequest &request) { tellListening(worker, request); });
}

// ---- They go -----------------------------------------------------------------------------------

void ClusterPrivate::disconnectAll(milliseconds deadline)
{
    m_due.clear();
    m_next.stop();
    m_stopping = true;
    if (reloading)
        endReload(false);
    for (ClusterWorker *const worker : workers) {
        takeFromSockets(worker);
        worker->leave(Reason::Disconnected, deadline);
    }
    m_sockets.clear();
    tellWhenStopped();
}

void ClusterPrivate::tellWhenStopped()
{
    if (m_stopping && workers.empty())
        m_tell.start(0, this);
}

void ClusterPrivate::ended(ClusterWorker *worker, int exitCode, int signalNumber)
{
    const QPointer<ClusterPrivate> guard(this);
    takeFromSockets(worker);
    for (ClusterWorker::HandedOut &untouched : worker->takeUntouched())
        untouched.socket->giveBack(std::move(untouched.connection));
    std::erase(workers, worker);
    worker->deleteLater();
    ++m_finished;
    ClusterWorkerEnd end = worker->describeEnd(exitCode, signalNumber);
    m_endedAccepted += end.accepted;
    m_endedRequests += end.requests;
    const bool isSuccessor = reloading && reloading->successor == worker;
    if (!worker->isLeaving() && !isSuccessor && !m_stopping) {
        qCDebug(clusterLog, "%s", qPrintable(end.text));
        replaceLater(*worker);
    }
    if (m_next.isActive())
        end.backOff = m_next.remainingTimeAsDuration();
    closeUnused();
    Q_EMIT workerEnded(end);
    Q_EMIT q->workerFinished(worker->worker(), exitCode, signalNumber);
    if (!guard)
        return;
    if (isSuccessor)
        rollBack();
    else
        replaceNext();
    if (guard)
        tellWhenStopped();
}

void ClusterPrivate::replaceLater(const ClusterWorker &worker)
{
    // Being replaced as it is.
    if (reloading && reloading->successor && !reloading->old.empty()
        && reloading->old.front() == &worker)
        return;
    if (!respawn || m_gaveUp)
        return;
    if (worker.acceptedCount() > 0)
        m_backOff.reset();
    RestartSettings settings;
    settings.firstDelay = 100ms;
    settings.maximumDelay = 30s;
    settings.giveUpAfter = giveUpAfter;
    const std::optional<milliseconds> delay
        = m_backOff.next(settings, worker.lifetime(), QRandomGenerator::global()->generateDouble());
    if (!delay) {
        m_gaveUp = true;
        m_due.clear();
        m_next.stop();
        QMetaObject::invokeMethod(q, &Cluster::workerGaveUp, Qt::QueuedConnection);
        return;
    }
    m_due.push_back(worker.extra());
    if (m_backOff.earlyEnds() > 1)
        startIn(*delay);
    else if (!m_next.isActive())
        startIn(0ms);
}

void ClusterPrivate::startIn(milliseconds delay)
{
    m_next.start(delay);
    m_nextStart = QDateTime::currentMSecsSinceEpoch() + delay.count();
}

void ClusterPrivate::startDue()
{
    for (const QProcessEnvironment &extra : std::exchange(m_due, {}))
        start(extra);
}

void ClusterPrivate::tryAgain()
{
    m_gaveUp = false;
    m_backOff.reset();
    if (!m_due.empty())
        startIn(0ms);
}

// ---- For monitors ------------------------------------------------------------------------------

ClusterSnapshot ClusterPrivate::snapshot() const
{
    ClusterSnapshot cluster;
    cluster.name = q->objectName();
    cluster.program = q->program();
    cluster.policy = policy;
    cluster.respawn = respawn;
    cluster.gaveUp = m_gaveUp;
    cluster.reloading = reloading.has_value();
    cluster.wanted = static_cast<int>(m_due.size());
    if (m_next.isActive())
        cluster.nextStart = m_nextStart;
    cluster.started = m_started;
    cluster.finished = m_finished;
    cluster.endedAccepted = m_endedAccepted;
    cluster.endedRequests = m_endedRequests;
    for (const auto &socket : m_sockets)
        cluster.sockets.append({socket->socket().name(), socket->policy(), socket->workerCount(),
                                socket->acceptedCount()});
    for (ClusterWorker *const worker : workers) {
        ClusterWorkerSnapshot one = worker->snapshot();
        const bool acceptsItself
            = std::any_of(m_sockets.begin(), m_sockets.end(), [worker](const auto &socket) {
                  return !socket->isHandedOut() && socket->contains(worker);
              });
        if (!acceptsItself)
            one.connections = worker->countConnections();
        cluster.wanted += worker->isLeaving() || worker->isSuccessor ? 0 : 1;
        cluster.workers.append(one);
    }
    return cluster;
}

} // namespace Spawn
