// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/export.h>

#include <QtNetwork/QLocalServer>

#include <memory>

namespace Spawn {

class ClusterListener;

// ClusterServer for local sockets: a QLocalServer whose workers share one, which their primary has.
//
//   Spawn::ClusterLocalServer local;
//   QObject::connect(&local, &QLocalServer::newConnection, &local, [&local] { greet(&local); });
//   local.listen("greeter");
//
// The name is QLocalServer's: a path, or a file in QDir::tempPath(). A file that a dead process has
// left there is taken over. In a worker connections need the event loop: do not use
// waitForNewConnection().
class ASYNCSPAWNER_EXPORT ClusterLocalServer : public QLocalServer
{
    Q_OBJECT
public:
    explicit ClusterLocalServer(QObject *parent = nullptr);
    ~ClusterLocalServer() override;

    // These take the place of those of QLocalServer, which are not virtual. socketOptions() is the
    // primary's when it makes the socket.
    bool listen(const QString &name);
    void close();
    QString serverName() const;
    QString fullServerName() const;
    QString errorString() const;
    QAbstractSocket::SocketError serverError() const;

    QLocalSocket *nextPendingConnection() override;

Q_SIGNALS:
    void leaving(); // see ClusterServer

protected:
    void incomingConnection(quintptr descriptor) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Spawn
