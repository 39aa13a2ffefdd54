// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "cluster/clustersnapshot.h"
#include "cluster/connection.h"
#include "cluster/listenrequest.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QObject>
#include <QtCore/QPointer>
#include <QtCore/QProcessEnvironment>
#include <QtCore/QTimer>

#include <chrono>
#include <map>
#include <optional>
#include <unordered_set>
#include <vector>

namespace Spawn {

class SharedSocket;

// One worker as its primary sees it: what it says in Node's cluster messages, and the connections
// that it was given. Does not know the other ones.
class ClusterWorker final : public QObject
{
    Q_OBJECT
public:
    using Reason = ClusterWorkerEnd::Reason;

    ClusterWorker(Worker *worker, int id, const QProcessEnvironment &extra, QObject *parent);

    Worker *worker() const { return m_worker; }
    int id() const { return m_id; }
    const QProcessEnvironment &extra() const { return m_extra; }
    bool isOnline() const { return m_isOnline; }
    int listeningCount() const { return m_listening; } // how often it has said that it listens
    // It was asked to go, or has said that it goes.
    bool isLeaving() const { return m_isLeaving; }
    std::optional<Reason> reason() const { return m_reason; } // that it was made to end for
    quint64 acceptedCount() const { return m_accepted; }
    std::chrono::milliseconds lifetime() const
    {
        return std::chrono::milliseconds(m_lifetime.elapsed());
    }

    bool isSuccessor = false; // of one that is being replaced, and not counted yet

    // Hands it over; becameFree() follows. Its channel is closed: gives it back.
    std::optional<Connection> give(SharedSocket *socket, Connection connection);
    void replyToListen(qint64 request, const QString &key, int error, const QJsonObject &reply,
                       int fd = -1);
    // To end by itself, and what has not by then is terminated.
    void leave(Reason reason, std::chrono::milliseconds deadline);
    void terminate(Reason reason);

    // With its end: what it was given and has certainly not begun.
    struct HandedOut
    {
        QPointer<SharedSocket> socket;
        Connection connection;
    };
    std::vector<HandedOut> takeUntouched();

    // Open ones, as /proc tells: of any program, by whatever means it closes them.
    qint64 countConnections();
    // The same with those that are on their way, as it was a moment ago: looking has its price.
    qint64 loadForPolicy();

    ClusterWorkerSnapshot snapshot();
    ClusterWorkerEnd describeEnd(int exitCode, int signalNumber) const;

Q_SIGNALS:
    void online();
    void askedToListen(const Spawn::ListenRequest &request, qint64 number);
    void listening(const Spawn::ListenRequest &request);
    void closed(const QString &key);

private:
    using Clock = std::chrono::steady_clock;

    void take(const QJsonObject &message);
    void takeAnswer(qint64 number, bool accepted);
    void refused(const QJsonObject &message);
    void countRequests(const QJsonValue &message);
    bool send(QJsonObject message, int fd = -1);

    Worker *const m_worker; // a child
    const int m_id;
    const QProcessEnvironment m_extra;
    bool m_isOnline = false;
    bool m_isLeaving = false;
    int m_listening = 0;
    std::optional<Reason> m_reason;
    qint64 m_lastNumber = 0; // of messages to it
    std::map<qint64, HandedOut> m_handedOut; // until it has answered, by their messages
    std::unordered_set<ino_t> m_connections; // that it has taken, less those found closed
    size_t m_foundOpen = 0; // when they were looked at
    Clock::time_point m_looked;
    Clock::time_point m_nextLook; // for the policy
    quint64 m_accepted = 0;
    quint64 m_requests = 0;
    QElapsedTimer m_lifetime;
    QTimer m_deadline;
};

} // namespace Spawn
