// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/export.h>

#include <QtNetwork/QTcpServer>

#include <memory>

namespace Spawn {

class ClusterListener;

// A QTcpServer whose workers share one listening socket, which their primary has. In a primary, and
// in a program that is no cluster's, it is a QTcpServer and nothing else.
//
//   Spawn::ClusterServer server;
//   QObject::connect(&server, &QTcpServer::newConnection, &server, [&server] { greet(&server); });
//   if (!server.listen(QHostAddress::Any, 8000))
//       qWarning() << server.errorString(); // of the primary's socket: the port is in use
//
// What the primary refuses is refused here: listen() waits for its answer, for 30 s at most, and
// can be tried again. Each listen() of a worker with port 0 gets the port that the same listen() of
// the other workers has got.
//
// Connections arrive by the event loop, by incomingConnection() or newConnection() as usual; a
// worker whose maxPendingConnections() wait for nextPendingConnection(), or that has paused, gets
// no more of them. When the worker is asked to go, it listens no more and leaving() is emitted; it
// ends when what it has open is closed.
class ASYNCSPAWNER_EXPORT ClusterServer : public QTcpServer
{
    Q_OBJECT
public:
    explicit ClusterServer(QObject *parent = nullptr);
    ~ClusterServer() override;

    // These take the place of those of QTcpServer, which are not virtual.
    bool listen(const QHostAddress &address = QHostAddress::Any, quint16 port = 0);
    void close();
    void pauseAccepting();
    void resumeAccepting();
    QString errorString() const;
    QAbstractSocket::SocketError serverError() const;

    QTcpSocket *nextPendingConnection() override;

Q_SIGNALS:
    // The primary wants this worker to end. Idle connections may be closed, and the others when
    // they are done.
    void leaving();

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Spawn
