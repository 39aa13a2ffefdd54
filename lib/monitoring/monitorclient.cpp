// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/monitorclient.h"

#include "monitoring/jobendhistory.h"
#include "monitoring/jobsnapshotjson.h"
#include "monitoring/monitorconnection.h"
#include "monitoring/monitortargets.h"
#include "monitoring/numberedlist.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QTimer>
#include <QtNetwork/QLocalSocket>

#include <algorithm>
#include <utility>

namespace Spawn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

static constexpr auto GreetingTime = 5s;
static constexpr qint64 LongestLine = 256
    << 20; // a snapshot of all that a spawner can have waiting
static constexpr qsizetype LogLength = 5000;
static constexpr qsizetype WorkerEndsLength = 5000;
static constexpr qsizetype JobEndsLength = 5000;
static constexpr qsizetype ClusterEndsLength = 5000;
static constexpr qsizetype JobEndsBytes = 32 << 20;

class MonitorClient::Private final
{
public:
    explicit Private(MonitorClient *client) : q(client), deadline(client) { }

    void read();
    void receive(const QJsonObject &message);
    void receiveSnapshot(const QJsonObject &message);
    void receiveChanges(const QJsonObject &message);
    QList<quint64> takeCommands(const QJsonObject &message);
    void takePools(const QJsonObject &message);
    void takeJobRunners(const QJsonObject &message);
    void takeClusters(const QJsonObject &message);
    void lookForHistory(const QJsonObject &message);
    quint64 request(QJsonObject message, const QList<quint64> &ids);
    void end(const QString &reason);
    void close();

    MonitorClient *const q;
    std::unique_ptr<QLocalSocket> socket;
    QTimer deadline;
    State state = State::Disconnected;
    SpawnerSnapshot snapshot;
    JobEndHistory jobEnds{JobEndsLength, JobEndsBytes};
    quint64 lastRequest = 0;
    quint64 dropped = 0;
    bool historyComplete = false;
};

MonitorClient::MonitorClient(QObject *parent) : QObject(parent), d(std::make_unique<Private>(this))
{
    d->deadline.setSingleShot(true);
    connect(&d->deadline, &QTimer::timeout, this, [this] { d->end(tr("It did not answer.")); });
}

MonitorClient::~MonitorClient()
{
    d->close();
}

QList<MonitorTarget> MonitorClient::targets()
{
    return findTargets();
}

MonitorClient::State MonitorClient::state() const
{
    return d->state;
}

const SpawnerSnapshot &MonitorClient::snapshot() const
{
    return d->snapshot;
}

void MonitorClient::connectTo(const MonitorTarget &target)
{
    d->close();
    d->snapshot = {};
    d->jobEnds.clear();
    d->dropped = 0;
    d->historyComplete = false;
    d->state = State::Connecting;
    if (!target.problem.isEmpty() || target.socket.isEmpty()) {
        const QString reason
            = target.problem.isEmpty() ? tr("It has no endpoint.") : target.problem;
        QTimer::singleShot(0, this, [this, reason] { d->end(reason); });
        return;
    }
    d->socket = std::make_unique<QLocalSocket>();
    connect(d->socket.get(), &QLocalSocket::connected, this, [this] {
        d->socket->write(QJsonDocument(QJsonObject{{"type"_L1, "hello"_L1},
                                                   {"protocol"_L1, MonitorConnection::Protocol}})
                             .toJson(QJsonDocument::Compact)
                         + '\n');
    });
    connect(d->socket.get(), &QLocalSocket::readyRead, this, [this] { d->read(); });
    connect(d->socket.get(), &QLocalSocket::errorOccurred, this,
            [this](QLocalSocket::LocalSocketError error) {
                if (error == QLocalSocket::PeerClosedError)
                    d->read(); // its last words, a refusal perhaps
                d->end(error == QLocalSocket::PeerClosedError ? tr("The application has ended.")
                                                              : d->socket->errorString());
            });
    d->deadline.start(GreetingTime);
    d->socket->connectToServer(target.socket);
}

void MonitorClient::disconnectFromTarget()
{
    d->close();
    d->state = State::Disconnected;
}

void MonitorClient::Private::close()
{
    deadline.stop();
    if (!socket)
        return;
    socket->disconnect(q);
    socket.release()->deleteLater(); // one of its signals may have brought us here
}

void MonitorClient::Private::end(const QString &reason)
{
    if (state == State::Disconnected)
        return;
    if (socket)
        socket->abort();
    close();
    state = State::Disconnected;
    Q_EMIT q->disconnected(reason);
}

void MonitorClient::Private::read()
{
    while (socket && socket->canReadLine()) {
        QJsonParseError error{};
        const QJsonDocument document = QJsonDocument::fromJson(socket->readLine(), &error);
        if (!document.isObject()) {
            end(tr("What it says is not JSON: %1").arg(error.errorString()));
            return;
        }
        receive(document.object());
    }
    if (socket && socket->bytesAvailable() > LongestLine)
        end(tr("It says more than can be kept."));
}

void MonitorClient::Private::receive(const QJsonObject &message)
{
    const QString type = message.value("type"_L1).toString();
    if (type == "hello"_L1) {
        const int protocol = message.value("protocol"_L1).toInt();
        if (protocol != MonitorConnection::Protocol)
            end(tr("It speaks protocol %1, and not %2.")
                    .arg(protocol)
                    .arg(MonitorConnection::Protocol));
    } else if (type == "error"_L1) {
        end(tr("Refused: %1").arg(message.value("text"_L1).toString()));
    } else if (type == "snapshot"_L1) {
        receiveSnapshot(message);
    } else if (type == "gap"_L1) {
        dropped += static_cast<quint64>(std::max(message.value("dropped"_L1).toDouble(), 0.0));
    } else if (type == "answer"_L1) {
        Q_EMIT q->answered(static_cast<quint64>(message.value("request"_L1).toDouble()),
                           message.value("error"_L1).toString());
    } else if ((type == "changes"_L1 || type == "history"_L1) && state == State::Connected) {
        receiveChanges(message);
    }
    // What a later version may say besides is none of our business.
}

QList<quint64> MonitorClient::Private::takeCommands(const QJsonObject &message)
{
    QList<quint64> ids;
    const QJsonArray commands = message.value("commands"_L1).toArray();
    ids.reserve(commands.size());
    for (const QJsonValue &value : commands) {
        CommandSnapshot command = commandFromJson(value.toObject());
        ids.append(command.id);
        snapshot.commands.insert(command.id, std::move(command));
    }
    return ids;
}

void MonitorClient::Private::takePools(const QJsonObject &message)
{
    if (message.contains("pools"_L1)) {
        snapshot.pools.clear();
        for (const QJsonValue &value : message.value("pools"_L1).toArray())
            snapshot.pools.append(poolFromJson(value.toObject()));
    }
    for (const QJsonValue &value : message.value("workerEnds"_L1).toArray())
        appendBounded(snapshot.workerEnds, workerEndFromJson(value.toObject()), WorkerEndsLength);
}

void MonitorClient::Private::takeJobRunners(const QJsonObject &message)
{
    if (message.contains("jobRunners"_L1)) {
        snapshot.jobRunners
            = jobRunnersFromJson(message.value("jobRunners"_L1).toArray(), snapshot.jobRunners);
    }
    for (const QJsonValue &value : message.value("jobEnds"_L1).toArray())
        jobEnds.append(snapshot.jobEnds, jobEndFromJson(value.toObject()));
}

void MonitorClient::Private::takeClusters(const QJsonObject &message)
{
    if (message.contains("clusters"_L1)) {
        snapshot.clusters.clear();
        for (const QJsonValue &value : message.value("clusters"_L1).toArray())
            snapshot.clusters.append(clusterFromJson(value.toObject()));
    }
    for (const QJsonValue &value : message.value("clusterEnds"_L1).toArray())
        appendBounded(snapshot.clusterEnds, clusterEndFromJson(value.toObject()),
                      ClusterEndsLength);
}

void MonitorClient::Private::receiveSnapshot(const QJsonObject &message)
{
    deadline.stop();
    snapshot = {};
    jobEnds.clear();
    readSummary(message.value("summary"_L1).toObject(), snapshot);
    snapshot.dropped += dropped;
    snapshot.sequence = static_cast<quint64>(message.value("sequence"_L1).toDouble());
    takeCommands(message);
    for (const QJsonValue &value : message.value("restarts"_L1).toArray())
        snapshot.restarts.append(restartFromJson(value.toObject()));
    for (const QJsonValue &value : message.value("log"_L1).toArray())
        snapshot.log.append(logFromJson(value.toObject()));
    takePools(message);
    takeJobRunners(message);
    takeClusters(message);
    if (state == State::Connecting) {
        state = State::Connected;
        Q_EMIT q->connected();
    }
    Q_EMIT q->reset();
    lookForHistory(message);
}

void MonitorClient::Private::lookForHistory(const QJsonObject &message)
{
    const QJsonValue rest = message.value("historyToCome"_L1);
    if (rest.isUndefined() || rest.toDouble() > 0 || std::exchange(historyComplete, true))
        return;
    Q_EMIT q->historyComplete();
}

bool MonitorClient::isHistoryComplete() const
{
    return d->historyComplete;
}

void MonitorClient::Private::receiveChanges(const QJsonObject &message)
{
    if (message.contains("summary"_L1)) {
        readSummary(message.value("summary"_L1).toObject(), snapshot);
        snapshot.dropped += dropped;
    }
    snapshot.sequence = static_cast<quint64>(message.value("sequence"_L1).toDouble());
    QList<quint64> ids = takeCommands(message);
    for (const QJsonValue &value : message.value("removed"_L1).toArray()) {
        const auto id = static_cast<quint64>(std::max(value.toDouble(), 0.0));
        snapshot.commands.remove(id);
        ids.append(id);
    }
    QList<RestartSnapshot> restarts;
    for (const QJsonValue &value : message.value("restarts"_L1).toArray())
        restarts.append(restartFromJson(value.toObject()));
    snapshot.restarts += restarts;
    for (const QJsonValue &value : message.value("log"_L1).toArray())
        appendBounded(snapshot.log, logFromJson(value.toObject()), LogLength);
    takePools(message);
    takeJobRunners(message);
    takeClusters(message);
    Q_EMIT q->changed(ids);
    for (const RestartSnapshot &restart : std::as_const(restarts))
        Q_EMIT q->restarted(restart);
    lookForHistory(message);
}

quint64 MonitorClient::Private::request(QJsonObject message, const QList<quint64> &ids)
{
    if (state != State::Connected)
        return 0;
    QJsonArray numbers;
    for (const quint64 id : ids)
        numbers.append(static_cast<double>(id));
    message.insert("ids"_L1, numbers);
    message.insert("request"_L1, static_cast<double>(++lastRequest));
    socket->write(QJsonDocument(message).toJson(QJsonDocument::Compact) + '\n');
    return lastRequest;
}

quint64 MonitorClient::request(const QString &what, const QList<quint64> &ids, int signalNumber)
{
    QJsonObject message{{"type"_L1, what}};
    if (signalNumber != 0)
        message.insert("signal"_L1, signalNumber);
    return d->request(std::move(message), ids);
}

quint64 MonitorClient::requestOfPool(const QString &what, quint64 pool, const QString &program,
                                     const QList<quint64> &workers)
{
    return d->request(QJsonObject{{"type"_L1, what},
                                  {"pool"_L1, static_cast<double>(pool)},
                                  {"program"_L1, program}},
                      workers);
}

quint64 MonitorClient::requestOfRunner(const QString &what, quint64 runner, const QString &script,
                                       const QList<quint64> &jobs)
{
    return d->request(QJsonObject{{"type"_L1, what},
                                  {"runner"_L1, static_cast<double>(runner)},
                                  {"script"_L1, script}},
                      jobs);
}

quint64 MonitorClient::requestOfCluster(const QString &what, quint64 cluster,
                                        std::chrono::milliseconds deadline)
{
    return d->request(
        QJsonObject{{"type"_L1, what},
                    {"cluster"_L1, static_cast<double>(cluster)},
                    {"deadlineMilliseconds"_L1, static_cast<double>(deadline.count())}},
        {});
}

} // namespace Spawn
