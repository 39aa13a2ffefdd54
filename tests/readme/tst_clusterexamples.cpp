// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later

// The examples are written as a user without our strictness may write them.
#undef QT_NO_CAST_FROM_ASCII

#include <AsyncSpawner>
#include <Cluster>
#include <spawner/signalsource.h>

#include <QtNetwork/QLocalSocket>
#include <QtTest/QtTest>

#include <csignal>

// The examples of clusters as they stand in the comments of their classes and in the guide:
// tests/readme/check.cmake compares.
class tst_ClusterExamples : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void localServer();
    void daemon();
};

template <class Server>
static void greet(Server *server)
{
    while (auto *const client = server->nextPendingConnection()) {
        client->write("hello\n");
        client->disconnect();
        QObject::connect(client, &QIODevice::bytesWritten, client, &QIODevice::close);
    }
}

static int cluster(QCoreApplication &app)
{
    if (Spawn::Cluster::isPrimary()) {
        Spawn::AsyncSpawner spawner;
        Spawn::Cluster cluster(&spawner);
        cluster.setRespawn(true);
        for (int i = 0; i < 4; ++i)
            cluster.startWorker();
        return app.exec();
    }
    Spawn::ClusterServer server;
    QObject::connect(&server, &QTcpServer::newConnection, &server, [&server] { greet(&server); });
    return server.listen(QHostAddress::Any, 8000) ? app.exec() : 1;
}

static void listenOrSay()
{
    Spawn::ClusterServer server;
    QObject::connect(&server, &QTcpServer::newConnection, &server, [&server] { greet(&server); });
    if (!server.listen(QHostAddress::Any, 8000))
        qWarning() << server.errorString(); // of the primary's socket: the port is in use
}

static void startNode(Spawn::Cluster &cluster)
{
    cluster.setProgram("server.js");
    cluster.setArguments({"8000"});
    cluster.startWorker();
}

static int withPidFile()
{
    Spawn::PidFile pidFile("/run/greeter.pid");
    if (!pidFile.tryLock()) {
        qCritical() << pidFile.errorString();
        return 1;
    }
    return 0;
}

void tst_ClusterExamples::localServer()
{
    QLocalServer::removeServer("greeter");
    Spawn::ClusterLocalServer local;
    QObject::connect(&local, &QLocalServer::newConnection, &local, [&local] { greet(&local); });
    local.listen("greeter");
    QVERIFY(local.isListening());
    QLocalSocket client;
    client.connectToServer("greeter");
    QTRY_VERIFY_WITH_TIMEOUT(client.canReadLine(), 20000);
    QCOMPARE(client.readLine(), "hello\n");
}

void tst_ClusterExamples::daemon()
{
    using namespace std::chrono_literals;
    Spawn::AsyncSpawner spawner;
    Spawn::Cluster cluster(&spawner);
    int reloads = 0;
    int stops = 0;
    connect(&cluster, &Spawn::Cluster::reloaded, this, [&] { ++reloads; });
    connect(&cluster, &Spawn::Cluster::stopped, this, [&] { ++stops; });
    Spawn::SignalSource signalSource({SIGTERM, SIGINT, SIGHUP});
    QObject::connect(&signalSource, &Spawn::SignalSource::received, &cluster, [&](int signal) {
        if (signal == SIGHUP)
            cluster.reload(10s);
        else
            cluster.disconnectWorkers(5s);
    });
    raise(SIGHUP);
    QTRY_COMPARE_WITH_TIMEOUT(reloads, 1, 20000);
    raise(SIGTERM);
    QTRY_COMPARE_WITH_TIMEOUT(stops, 1, 20000);
}

// Compiled only: they are whole programs, whose port and file may be somebody else's. A program of
// their shape, with a port of its own, runs in cluster/clusterdisconnect.
[[maybe_unused]] static int programs(QCoreApplication &app, Spawn::Cluster &ofNode)
{
    startNode(ofNode);
    listenOrSay();
    return withPidFile() + cluster(app);
}

QTEST_GUILESS_MAIN(tst_ClusterExamples)

#include "tst_clusterexamples.moc"
