// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "cluster/clusterworker.h"

#include "cluster/sharedsocket.h"
#include "spawner/signalname.h"
#include "spawner/text.h"
#include "workers/worker_p.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonObject>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace Spawn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

static constexpr auto LeastLookInterval = 5ms;
static constexpr auto RecentLook = 1s;
static constexpr int LookCost = 20; // times as long as it takes: a twentieth of the processor
static constexpr size_t MostUnlooked = 1024; // connections more than were found open

ClusterWorker::ClusterWorker(Worker *worker, int id, const QProcessEnvironment &extra,
                             QObject *parent)
    : QObject(parent), m_worker(worker), m_id(id), m_extra(extra)
{
    worker->setParent(this);
    m_lifetime.start();
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, worker, &Worker::terminate);
    connect(worker, &Worker::messageReceived, this, &ClusterWorker::countRequests);
    NodeChannel *const channel = WorkerPrivate::of(worker)->channel;
    if (channel == nullptr)
        return; // it could not be made, and the worker ends
    connect(channel, &NodeChannel::internalReceived, this,
            [this](const QJsonObject &message, int fd) {
                const Wire::Descriptor unwanted(fd);
                take(message);
            });
    connect(channel, &NodeChannel::internalRefused, this, &ClusterWorker::refused);
}

// ---- What it says ------------------------------------------------------------------------------

void ClusterWorker::take(const QJsonObject &message)
{
    if (const QJsonValue ack = message["ack"_L1]; !ack.isUndefined()) {
        takeAnswer(ack.toInteger(), message["accepted"_L1].toBool());
        return;
    }
    const QString act = message["act"_L1].toString();
    const qint64 number = message["seq"_L1].toInteger();
    if (act == "online"_L1) {
        if (!std::exchange(m_isOnline, true))
            Q_EMIT online();
    } else if (act == "queryServer"_L1) {
        Q_EMIT askedToListen(ListenRequest::fromJson(message), number);
    } else if (act == "listening"_L1) {
        ++m_listening;
        Q_EMIT listening(ListenRequest::fromJson(message));
    } else if (act == "close"_L1) {
        Q_EMIT closed(message["key"_L1].toString());
    } else if (act == "exitedAfterDisconnect"_L1) {
        m_isLeaving = true;
        send({{"ack"_L1, number}});
    }
}

bool ClusterWorker::send(QJsonObject message, int fd)
{
    NodeChannel *const channel = WorkerPrivate::of(m_worker)->channel;
    if (channel == nullptr || !channel->isOpen())
        return false;
    message.insert("cmd"_L1, "NODE_CLUSTER"_L1);
    return channel->sendInternal(message, fd) != NodeChannel::Sending::Refused;
}

void ClusterWorker::replyToListen(qint64 request, const QString &key, int error,
                                  const QJsonObject &reply, int fd)
{
    QJsonObject message = reply;
    message.insert("ack"_L1, request);
    message.insert("key"_L1, key);
    message.insert("errno"_L1, error == 0 ? QJsonValue() : QJsonValue(-error)); // libuv's sign
    send(message, fd);
}

// As the example of Node's documentation has it, with a count for those that tell of several.
void ClusterWorker::countRequests(const QJsonValue &message)
{
    if (message["cmd"_L1].toString() != "notifyRequest"_L1)
        return;
    const qint64 count = message["count"_L1].toInteger(1);
    m_requests += count > 0 ? static_cast<quint64>(count) : 0;
}

// ---- Connections -------------------------------------------------------------------------------

std::optional<Connection> ClusterWorker::give(SharedSocket *socket, Connection connection)
{
    const qint64 number = ++m_lastNumber;
    if (!send({{"act"_L1, "newconn"_L1}, {"key"_L1, socket->key()}, {"seq"_L1, number}},
              connection.socket.get()))
        return connection;
    // Kept until it has answered: it may refuse, or die.
    m_handedOut.emplace(number, HandedOut{socket, std::move(connection)});
    return {};
}

void ClusterWorker::takeAnswer(qint64 number, bool accepted)
{
    const auto place = m_handedOut.find(number);
    if (place == m_handedOut.end())
        return;
    HandedOut handedOut = std::move(place->second);
    m_handedOut.erase(place);
    if (accepted) {
        ++m_accepted;
        m_connections.insert(handedOut.connection.inode);
        if (m_connections.size() > 2 * m_foundOpen + MostUnlooked)
            countConnections();
    }
    if (!handedOut.socket)
        return;
    if (accepted) {
        handedOut.connection.socket.reset(); // before the next one is accepted
        handedOut.socket->becameFree(this);
    } else {
        handedOut.socket->giveBack(std::move(handedOut.connection));
        handedOut.socket->becomesFreeLater(this); // it may be at its limit
    }
}

// The descriptor has not arrived: the worker has no room for it.
void ClusterWorker::refused(const QJsonObject &message)
{
    if (message["act"_L1].toString() == "newconn"_L1)
        takeAnswer(message["seq"_L1].toInteger(), false);
    else if (const QJsonValue request = message["ack"_L1]; request.isDouble())
        replyToListen(request.toInteger(), message["key"_L1].toString(), EMFILE, {});
}

std::vector<ClusterWorker::HandedOut> ClusterWorker::takeUntouched()
{
    std::vector<HandedOut> untouched;
    const bool unread = WorkerPrivate::of(m_worker)->lastMessageUnread();
    for (auto &[number, handedOut] : m_handedOut) {
        const bool isUnread = unread && number == m_lastNumber;
        if (handedOut.socket && (isUnread || handedOut.connection.isUntouched()))
            untouched.push_back(std::move(handedOut));
    }
    m_handedOut.clear();
    return untouched;
}

qint64 ClusterWorker::countConnections()
{
    char path[40];
    std::snprintf(path, sizeof path, "/proc/%lld/fd",
                  static_cast<long long>(m_worker->processId()));
    DIR *const folder = opendir(path);
    if (folder == nullptr)
        return static_cast<qint64>(m_connections.size()); // it has ended, or changed its user
    std::unordered_set<ino_t> open;
    while (const dirent *const entry = readdir(folder)) {
        char target[32] = {};
        unsigned long inode = 0;
        if (readlinkat(dirfd(folder), entry->d_name, target, sizeof target - 1) > 0
            && std::sscanf(target, "socket:[%lu]", &inode) == 1 && m_connections.contains(inode))
            open.insert(inode);
    }
    closedir(folder);
    m_looked = Clock::now();
    m_connections = std::move(open);
    m_foundOpen = m_connections.size();
    return static_cast<qint64>(m_foundOpen);
}

qint64 ClusterWorker::loadForPolicy()
{
    if (Clock::now() >= m_nextLook) {
        const auto begun = Clock::now();
        countConnections();
        const auto ended = Clock::now();
        m_nextLook
            = ended + std::max<Clock::duration>(LeastLookInterval, (ended - begun) * LookCost);
    }
    return static_cast<qint64>(m_connections.size() + m_handedOut.size());
}

// ---- Its end -----------------------------------------------------------------------------------

void ClusterWorker::leave(Reason reason, std::chrono::milliseconds deadline)
{
    if (m_reason)
        return;
    m_reason = reason;
    m_isLeaving = true;
    if (deadline <= 0ms || !send({{"act"_L1, "disconnect"_L1}}))
        m_worker->terminate();
    else
        m_deadline.start(deadline);
}

void ClusterWorker::terminate(Reason reason)
{
    if (!m_reason)
        m_reason = reason;
    m_isLeaving = true;
    m_worker->terminate();
}

// ---- For monitors ------------------------------------------------------------------------------

ClusterWorkerSnapshot ClusterWorker::snapshot()
{
    using State = ClusterWorkerSnapshot::State;
    ClusterWorkerSnapshot worker;
    worker.id = m_id;
    worker.command = WorkerPrivate::of(m_worker)->commandId;
    worker.state = m_isLeaving ? State::Leaving
        : m_listening > 0      ? State::Listening
        : m_isOnline           ? State::Online
                               : State::Starting;
    worker.isSuccessor = isSuccessor;
    worker.accepted = m_accepted;
    worker.requests = m_requests;
    return worker;
}

ClusterWorkerEnd ClusterWorker::describeEnd(int exitCode, int signalNumber) const
{
    const CommandResult result = m_worker->result();
    ClusterWorkerEnd end;
    end.id = m_id;
    end.command = WorkerPrivate::of(m_worker)->commandId;
    end.processId = m_worker->processId();
    end.time = QDateTime::currentMSecsSinceEpoch();
    end.uptime = lifetime();
    end.exitCode = exitCode;
    end.signalNumber = signalNumber;
    // They are closed by now; as they were found a moment ago, with those that came since. One that
    // was asked to go and has gone by itself has ended them before.
    if (m_isLeaving && signalNumber == 0)
        end.connections = 0;
    else if (Clock::now() - m_looked < RecentLook)
        end.connections = static_cast<qint64>(m_connections.size());
    end.accepted = m_accepted;
    end.requests = m_requests;
    if (result.error == CommandResult::Error::FailedToStart)
        end.reason = Reason::FailedToStart;
    else if (m_reason)
        end.reason = *m_reason;
    else
        end.reason = signalNumber != 0 ? Reason::Crashed : Reason::Exited;
    end.text = end.reason == Reason::FailedToStart ? result.errorString()
        : signalNumber != 0
        ? Text::tr("Worker %1 was ended by %2").arg(QString::number(m_id), signalName(signalNumber))
        : Text::tr("Worker %1 exited with code %2").arg(m_id).arg(exitCode);
    return end;
}

} // namespace Spawn
