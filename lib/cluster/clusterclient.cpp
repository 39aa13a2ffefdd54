// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "cluster/clusterclient.h"

#include "cluster/clusterlistener.h"
#include "workers/nodechannel.h"
#include "workers/parentchannel.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QTimerEvent>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <sys/stat.h>
#include <utility>

namespace Spawn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

static constexpr auto AnswerTime = 30s; // of the primary, which may be busy
static constexpr int PollInterval = 20; // ms

// ---- The process -------------------------------------------------------------------------------

// Children of this process are not this cluster's workers, so the variable is taken out. Without a
// channel beside it, it is somebody else's.
int ClusterClient::workerId()
{
    static const int id = [] {
        const int number = qEnvironmentVariableIntValue("NODE_UNIQUE_ID");
        const bool hasChannel = qEnvironmentVariableIsSet("NODE_CHANNEL_FD");
        qunsetenv("NODE_UNIQUE_ID");
        return hasChannel ? qMax(number, 0) : 0;
    }();
    return id;
}

static QPointer<ClusterClient> theClient;

ClusterClient *ClusterClient::instance()
{
    return theClient;
}

// Also for a program that calls nothing of the cluster: its primary waits for a word of it.
void ClusterClient::makeInstance()
{
    if (workerId() == 0 || theClient)
        return;
    if (const ParentChannel *const parent = ParentChannel::instance())
        theClient = new ClusterClient(parent->m_channel);
}

void makeClusterClient()
{
    ClusterClient::makeInstance();
}

Q_COREAPP_STARTUP_FUNCTION(makeClusterClient)

ClusterClient::ClusterClient(NodeChannel *channel)
    : QObject(QCoreApplication::instance()), m_channel(channel)
{
    connect(channel, &NodeChannel::internalReceived, this,
            [this](const QJsonObject &message, int fd) { take(message, Wire::Descriptor(fd)); });
    // The primary is gone, or has heard the last of this worker. Node's end so as well.
    connect(channel, &NodeChannel::disconnected, this, [] { QCoreApplication::exit(0); });
    send({{"act"_L1, "online"_L1}});
}

bool ClusterClient::send(QJsonObject message)
{
    message.insert("cmd"_L1, "NODE_CLUSTER"_L1);
    return m_channel->isOpen() && m_channel->sendInternal(message) != NodeChannel::Sending::Refused;
}

// ---- Listening ---------------------------------------------------------------------------------

// The first that none of our own sockets of the same address has.
qint64 ClusterClient::freeIndex(const ListenRequest &request) const
{
    ListenRequest tried = request;
    const auto isTaken = [this, &tried] {
        return std::any_of(m_entries.begin(), m_entries.end(), [&tried](const Entry &entry) {
            return entry.request.key() == tried.key();
        });
    };
    for (tried.index = 0; isTaken(); ++tried.index) { }
    return tried.index;
}

ClusterClient::Listening ClusterClient::listen(ListenRequest *request, ClusterListener *listener)
{
    request->index = freeIndex(*request);
    const qint64 number = ++m_lastNumber;
    QJsonObject message = request->toJson();
    message.insert("seq"_L1, number);
    Listening listening;
    listening.error = EPIPE;
    if (m_isLeaving || !send(message))
        return listening;
    std::optional<NodeChannel::Incoming> answer = m_channel->waitForInternal(
        [number](const QJsonObject &reply) { return reply["ack"_L1].toInteger() == number; },
        AnswerTime);
    if (!answer) {
        listening.error = ETIMEDOUT;
        return listening;
    }
    listening.error = qAbs(answer->message["errno"_L1].toInt(0));
    listening.key = answer->message["key"_L1].toString();
    listening.sockname = answer->message["sockname"_L1].toObject();
    listening.isShared = answer->message["shared"_L1].toBool();
    listening.socket = std::move(answer->descriptor);
    if (listening.error == 0 && !listening.socket)
        listening.error = EMFILE;
    if (listening.error == 0)
        m_entries.push_back({listener, *request});
    return listening;
}

void ClusterClient::isListening(const ListenRequest &request)
{
    QJsonObject message = request.toJson();
    message.insert("act"_L1, "listening"_L1);
    send(message);
}

void ClusterClient::close(const ClusterListener *listener)
{
    const auto place
        = std::find_if(m_entries.begin(), m_entries.end(),
                       [listener](const Entry &entry) { return entry.listener == listener; });
    if (place == m_entries.end())
        return;
    send({{"act"_L1, "close"_L1}, {"key"_L1, listener->key()}});
    m_entries.erase(place);
}

// ---- Connections -------------------------------------------------------------------------------

void ClusterClient::take(const QJsonObject &message, Wire::Descriptor descriptor)
{
    const QString act = message["act"_L1].toString();
    if (act == "disconnect"_L1) {
        leave();
    } else if (act == "newconn"_L1) {
        const qint64 number = message["seq"_L1].toInteger();
        const QString key = message["key"_L1].toString();
        const auto place
            = std::find_if(m_entries.begin(), m_entries.end(),
                           [&key](const Entry &entry) { return entry.listener->key() == key; });
        if (place == m_entries.end() || !descriptor)
            answer(number, false); // and another worker gets it
        else
            place->listener->take(std::move(descriptor), number);
    }
}

void ClusterClient::answer(qint64 connection, bool accepted)
{
    send({{"ack"_L1, connection}, {"accepted"_L1, accepted}});
}

static ino_t inodeOf(int fd)
{
    struct stat status = {};
    return fstat(fd, &status) == 0 ? status.st_ino : 0;
}

// The descriptor is the program's to close, by whatever means; its number may be anything else's
// then, and the inode tells.
void ClusterClient::track(int connection)
{
    m_connections[connection] = inodeOf(connection);
}

// ---- The end -----------------------------------------------------------------------------------

void ClusterClient::leave()
{
    if (std::exchange(m_isLeaving, true))
        return;
    for (const Entry &entry : std::vector(m_entries))
        entry.listener->close();
    m_look.start(PollInterval, this);
    Q_EMIT leaving();
}

void ClusterClient::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_look.timerId()) {
        QObject::timerEvent(event);
        return;
    }
    while (!m_connections.empty()) {
        const auto first = m_connections.begin();
        if (inodeOf(first->first) == first->second)
            return; // it is open
        m_connections.erase(first);
    }
    m_look.stop();
    if (m_channel->isOpen())
        m_channel->disconnectChannel(); // what was sent arrives, and then the application ends
}

} // namespace Spawn
