// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/monitorendpoint.h"

#include "monitoring/jobsnapshotjson.h"
#include "monitoring/monitorsocket.h"
#include "monitoring/snapshotjson.h"
#include "monitoring/socketdirectory.h"
#include "monitoring/targetnames.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonDocument>

#include <algorithm>
#include <atomic>

namespace Spawn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

static constexpr auto RefreshInterval = 100ms;
static constexpr auto SampleInterval = 1s;
static constexpr qsizetype FirstFinished = 500; // that come with the snapshot
static constexpr size_t HistoryPiece = 1000;
static constexpr qsizetype KeptOutput = 4096;

// Of all that this process listens at.
static int nextNumber()
{
    static std::atomic<int> last{0};
    return ++last;
}

MonitorEndpoint::MonitorEndpoint(Post post)
    : m_post(std::move(post)), m_feed(std::make_shared<MonitorFeed>([this] {
          QMetaObject::invokeMethod(this, &MonitorEndpoint::refreshSoon, Qt::QueuedConnection);
      })),
      m_refresh(this), m_sample(this)
{
    m_refresh.setSingleShot(true);
    connect(&m_refresh, &QTimer::timeout, this, &MonitorEndpoint::refresh);
    m_sample.setInterval(SampleInterval);
    connect(&m_sample, &QTimer::timeout, this, [this] {
        m_mirror.sample(Clock::now());
        refresh();
    });
}

MonitorEndpoint::~MonitorEndpoint()
{
    m_feed->close();
}

bool MonitorEndpoint::listen(const QString &name, QString &errorString)
{
    if (!name.isEmpty())
        m_mirror.snapshot().application = name;
    m_socket = std::make_unique<MonitorSocket>(
        [this](Wire::Descriptor socket) { accept(std::move(socket)); });
    SocketDirectory directory;
    SystemError error = directory.open();
    if (!error) {
        const QString &application = m_mirror.snapshot().application;
        error = m_socket->listen(
            std::move(directory),
            TargetNames::forApplication(application, m_mirror.snapshot().processId, nextNumber()),
            application);
    }
    errorString = error.text;
    return !error;
}

void MonitorEndpoint::setControlAllowed(bool allowed)
{
    m_mirror.snapshot().controlAllowed = allowed;
}

void MonitorEndpoint::setOutputShared(bool shared)
{
    m_mirror.snapshot().outputShared = shared;
    m_feed->keepOutput(shared ? KeptOutput : 0);
}

// ---- What has happened -------------------------------------------------------------------------

// A wake-up for what comes in a tenth of a second.
void MonitorEndpoint::refreshSoon()
{
    if (!m_refresh.isActive())
        m_refresh.start(RefreshInterval);
}

void MonitorEndpoint::setPool(const PoolSnapshot &pool)
{
    m_mirror.setPool(pool);
    refreshSoon();
}

void MonitorEndpoint::removePool(quint64 number)
{
    m_mirror.removePool(number);
    refreshSoon();
}

void MonitorEndpoint::addWorkerEnd(const WorkerEnd &end)
{
    m_mirror.addWorkerEnd(end);
    refreshSoon();
}

void MonitorEndpoint::setJobRunner(const JobRunnerSnapshot &runner)
{
    m_mirror.setJobRunner(runner);
    refreshSoon();
}

void MonitorEndpoint::removeJobRunner(quint64 number)
{
    m_mirror.removeJobRunner(number);
    refreshSoon();
}

void MonitorEndpoint::addJobEnd(const JobEnd &end)
{
    m_mirror.addJobEnd(end);
    refreshSoon();
}

void MonitorEndpoint::setCluster(const ClusterSnapshot &cluster)
{
    m_mirror.setCluster(cluster);
    refreshSoon();
}

void MonitorEndpoint::removeCluster(quint64 number)
{
    m_mirror.removeCluster(number);
    refreshSoon();
}

void MonitorEndpoint::addClusterEnd(const ClusterWorkerEnd &end)
{
    m_mirror.addClusterEnd(end);
    refreshSoon();
}

void MonitorEndpoint::refresh()
{
    const TimePoint now = Clock::now();
    bool lost = false;
    std::vector<FeedRecord> records = m_feed->take();
    for (FeedRecord &record : records) {
        lost = lost || std::holds_alternative<Feed::Lost>(record);
        m_mirror.apply(std::move(record), now);
    }
    if (lost)
        m_post(Request::Observe{m_feed});
    m_mirror.setCallerDelay(m_feed->callerDelay(now));
    m_mirror.refreshAges(now);
    const SnapshotChanges changes = m_mirror.takeChanges();
    if (m_connections.empty() || changes.isEmpty())
        return;
    sendChanges(changes);
}

void MonitorEndpoint::sendChanges(const SnapshotChanges &changes)
{
    const SpawnerSnapshot &snapshot = m_mirror.snapshot();
    const auto count = static_cast<quint64>(changes.commands.size() + changes.restarts.size()
                                            + changes.log.size() + changes.jobEnds.size());
    ++m_sequence;
    QByteArray line; // the same for all of them, and made only if one takes it
    const std::vector<MonitorConnection *> connections = m_connections; // one may be removed
    for (MonitorConnection *const connection : connections) {
        if (!connection->hasSnapshot)
            continue;
        if (connection->isFull() || changes.all) {
            connection->drop(count);
            if (!connection->isFull())
                sendSnapshot(*connection);
            continue;
        }
        if (line.isEmpty()) {
            QJsonArray commands;
            for (const quint64 id : changes.commands)
                commands.append(toJson(snapshot.commands.value(id)));
            QJsonArray removed;
            for (const quint64 id : changes.removed)
                removed.append(static_cast<double>(id));
            QJsonObject message{{"type"_L1, "changes"_L1},
                                {"sequence"_L1, static_cast<double>(m_sequence)},
                                {"summary"_L1, summaryToJson(snapshot)}};
            if (!commands.isEmpty())
                message.insert("commands"_L1, commands);
            if (!removed.isEmpty())
                message.insert("removed"_L1, removed);
            if (!changes.restarts.isEmpty())
                message.insert("restarts"_L1, toJsonArray(changes.restarts));
            if (!changes.log.isEmpty())
                message.insert("log"_L1, toJsonArray(changes.log));
            if (changes.pools)
                message.insert("pools"_L1, toJsonArray(snapshot.pools));
            if (!changes.workerEnds.isEmpty())
                message.insert("workerEnds"_L1, toJsonArray(changes.workerEnds));
            if (changes.jobRunners)
                message.insert("jobRunners"_L1,
                               jobRunnerChangesToJson(snapshot.jobRunners, changes.ofJobRunners));
            if (!changes.jobEnds.isEmpty())
                message.insert("jobEnds"_L1, toJsonArray(changes.jobEnds));
            if (changes.clusters)
                message.insert("clusters"_L1, toJsonArray(snapshot.clusters));
            if (!changes.clusterEnds.isEmpty())
                message.insert("clusterEnds"_L1, toJsonArray(changes.clusterEnds));
            line = QJsonDocument(message).toJson(QJsonDocument::Compact) + '\n';
        }
        connection->sendLine(line);
    }
}

// ---- Monitors ----------------------------------------------------------------------------------

void MonitorEndpoint::accept(Wire::Descriptor socket)
{
    auto *const connection = new MonitorConnection(std::move(socket), this);
    m_connections.push_back(connection);
    connect(connection, &MonitorConnection::greeted, this,
            [this, connection] { greet(*connection); });
    connect(connection, &MonitorConnection::received, this,
            [this, connection](const QJsonObject &message) { receive(*connection, message); });
    connect(connection, &MonitorConnection::readOn, this, [this, connection] {
        if (connection->isFull())
            sendSnapshot(*connection);
        else
            sendHistory(*connection);
    });
    connect(connection, &MonitorConnection::closed, this,
            [this, connection] { remove(connection); });
}

void MonitorEndpoint::remove(MonitorConnection *connection)
{
    std::erase(m_connections, connection);
    connection->deleteLater();
    m_socket->connectionClosed();
    if (m_connections.empty()) {
        m_sample.stop();
        Q_EMIT watchedChanged(false);
    }
}

void MonitorEndpoint::greet(MonitorConnection &connection)
{
    const SpawnerSnapshot &snapshot = m_mirror.snapshot();
    connection.send({{"type"_L1, "hello"_L1},
                     {"protocol"_L1, MonitorConnection::Protocol},
                     {"version"_L1, snapshot.libraryVersion},
                     {"application"_L1, snapshot.application},
                     {"pid"_L1, static_cast<double>(snapshot.processId)}});
    refresh();
    m_mirror.sample(Clock::now());
    sendSnapshot(connection);
    if (!m_sample.isActive()) {
        m_sample.start();
        Q_EMIT watchedChanged(true);
    }
}

void MonitorEndpoint::sendSnapshot(MonitorConnection &connection)
{
    connection.hasSnapshot = true;
    const SpawnerSnapshot &snapshot = m_mirror.snapshot();
    if (connection.isFull() || connection.dropped() > 0) {
        const auto dropped = static_cast<double>(connection.startAnew());
        connection.send({{"type"_L1, "gap"_L1}, {"dropped"_L1, dropped}});
    }
    QJsonArray commands;
    connection.history.clear();
    for (const CommandSnapshot &command : snapshot.commands) {
        if (command.isFinished())
            connection.history.push_back(command.id);
        else
            commands.append(toJson(command));
    }
    // The newest first.
    std::sort(connection.history.begin(), connection.history.end(), std::greater<>());
    for (qsizetype i = 0; i < FirstFinished && !connection.history.empty(); ++i) {
        commands.append(toJson(snapshot.commands.value(connection.history.front())));
        connection.history.pop_front();
    }
    connection.send({{"type"_L1, "snapshot"_L1},
                     {"sequence"_L1, static_cast<double>(m_sequence)},
                     {"summary"_L1, summaryToJson(snapshot)},
                     {"commands"_L1, commands},
                     {"restarts"_L1, toJsonArray(snapshot.restarts)},
                     {"log"_L1, toJsonArray(snapshot.log)},
                     {"pools"_L1, toJsonArray(snapshot.pools)},
                     {"workerEnds"_L1, toJsonArray(snapshot.workerEnds)},
                     {"jobRunners"_L1, toJsonArray(snapshot.jobRunners)},
                     {"jobEnds"_L1, toJsonArray(snapshot.jobEnds)},
                     {"clusters"_L1, toJsonArray(snapshot.clusters)},
                     {"clusterEnds"_L1, toJsonArray(snapshot.clusterEnds)},
                     {"historyToCome"_L1, static_cast<double>(connection.history.size())}});
    sendHistory(connection);
}

// In pieces, as it reads them: the first picture does not wait for the rest.
void MonitorEndpoint::sendHistory(MonitorConnection &connection)
{
    if (connection.history.empty() || !connection.hasRoomForHistory())
        return;
    const SpawnerSnapshot &snapshot = m_mirror.snapshot();
    QJsonArray commands;
    for (size_t i = 0; i < HistoryPiece && !connection.history.empty(); ++i) {
        const auto found = snapshot.commands.find(connection.history.front());
        connection.history.pop_front();
        if (found != snapshot.commands.end()) // not forgotten meanwhile
            commands.append(toJson(*found));
    }
    connection.send({{"type"_L1, "history"_L1},
                     {"sequence"_L1, static_cast<double>(m_sequence)},
                     {"commands"_L1, commands},
                     {"historyToCome"_L1, static_cast<double>(connection.history.size())}});
}

// ---- Control -----------------------------------------------------------------------------------

void MonitorEndpoint::receive(MonitorConnection &connection, const QJsonObject &message)
{
    const QString type = message.value("type"_L1).toString();
    if (type == "hello"_L1) {
        connection.refuse(u"a second hello"_s);
        return;
    }
    connection.send({{"type"_L1, "answer"_L1},
                     {"request"_L1, message.value("request"_L1)},
                     {"error"_L1, control(type, message)}});
}

} // namespace Spawn
