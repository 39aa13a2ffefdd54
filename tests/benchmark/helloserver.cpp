// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "helloserver.h"

#include <cluster/cluster.h>
#include <cluster/clusterserver.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QHash>
#include <QtNetwork/QTcpSocket>

#include <cstdio>

namespace Spawn::Benchmark {

namespace {

class HelloServer final : public ClusterServer
{
public:
    HelloServer()
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *const client = nextPendingConnection())
                serve(client);
        });
    }

private:
    void serve(QTcpSocket *client)
    {
        connect(client, &QTcpSocket::disconnected, this, [this, client] {
            m_received.remove(client);
            client->deleteLater();
        });
        connect(client, &QTcpSocket::readyRead, this, [this, client] { read(client); });
        if (client->bytesAvailable() > 0)
            read(client);
    }

    void read(QTcpSocket *client)
    {
        QByteArray &received = m_received[client];
        received += client->readAll();
        for (qsizetype end; (end = received.indexOf("\r\n\r\n")) >= 0;) {
            const bool isLast = received.first(end + 2).contains("\r\nConnection: close\r\n");
            received.remove(0, end + 4);
            client->write(isLast ? "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n"
                                   "Connection: close\r\n\r\nhello world\n"
                                 : "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nhello world\n");
            if (isLast) {
                client->disconnectFromHost();
                return;
            }
        }
    }

    QHash<QTcpSocket *, QByteArray> m_received; // of requests that are not whole
};

} // namespace

int serveHello()
{
    HelloServer server;
    // As many as a cluster's socket has and Node's; with Qt's own 50 clients would wait for their
    // connections to be sent again.
    server.setListenBacklogSize(511);
    if (!server.listen(QHostAddress::LocalHost)) {
        fprintf(stderr, "%s\n", qPrintable(server.errorString()));
        return 1;
    }
    if (!Cluster::isPrimary())
        return QCoreApplication::exec();
    printf("{\"port\":%d,\"workers\":[%lld]}\n", server.serverPort(),
           static_cast<long long>(QCoreApplication::applicationPid()));
    fflush(stdout);
    return QCoreApplication::exec();
}

} // namespace Spawn::Benchmark
