// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "cluster/clustertest.h"

#include <cluster/clusterlocalserver.h>
#include <cluster/clusterserver.h>

#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Spawn;

// The servers, in a program that is no worker and in one that is.
class ClusterServerTest : public ClusterTest
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void isOrdinaryInAPrimary();
    void localIsOrdinaryInAPrimary();
    void pausedOneGetsNoMore();
    void fullOneGetsNoMore();
    void stuckOneGetsNoMore();
    void closedOneGetsNoMore();
    void cannotListen_data();
    void cannotListen();
    void permissionsOfAPath();

private:
    int takenBy(Worker *worker)
    {
        const qsizetype before = spy().messages.size();
        if (!tell(worker, u"taken"_s)
            || !QTest::qWaitFor([&] { return spy().messages.size() > before; }, Patience))
            return -1;
        return spy().messages.last().toInt(-1);
    }
};

void ClusterServerTest::isOrdinaryInAPrimary()
{
    QVERIFY(Cluster::isPrimary());
    QCOMPARE(Cluster::workerId(), 0);
    QVERIFY(!Cluster::isLeaving());
    ClusterServer server;
    QSignalSpy connections(&server, &QTcpServer::newConnection);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QCOMPARE(server.serverError(), QAbstractSocket::UnknownSocketError);
    ClusterServer second;
    QVERIFY(!second.listen(QHostAddress::LocalHost, server.serverPort()));
    QCOMPARE(second.serverError(), QAbstractSocket::AddressInUseError);
    QTcpSocket client;
    client.connectToHost(QHostAddress::LocalHost, server.serverPort());
    QTRY_COMPARE_WITH_TIMEOUT(connections.size(), 1, Patience);
    QVERIFY(server.nextPendingConnection() != nullptr);
    server.pauseAccepting();
    server.resumeAccepting();
    server.close();
    QVERIFY(!server.isListening());
}

void ClusterServerTest::localIsOrdinaryInAPrimary()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"socket"_s);
    ClusterLocalServer server;
    QSignalSpy connections(&server, &QLocalServer::newConnection);
    QVERIFY(server.listen(path));
    QCOMPARE(server.fullServerName(), path);
    QLocalSocket client;
    client.connectToServer(path);
    QTRY_COMPARE_WITH_TIMEOUT(connections.size(), 1, Patience);
    QVERIFY(server.nextPendingConnection() != nullptr);
    server.close();
    QVERIFY(!QFile::exists(path));
}

void ClusterServerTest::pausedOneGetsNoMore()
{
    const quint16 port = freePort();
    QVERIFY(start(TESTSERVER, port, 2));
    Worker *const paused = cluster().workers().first();
    QVERIFY(tell(paused, u"pause"_s));
    const int before = takenBy(paused);
    Greeter greeter(port);
    greeter.start(21, 1);
    // The one that it holds already waits for it, as in any server that has paused.
    QTRY_VERIFY_WITH_TIMEOUT(greeter.served[2] + greeter.running() >= 1, Patience);
    QCOMPARE(takenBy(paused), before);
    QVERIFY(tell(paused, u"resume"_s));
    QTRY_COMPARE_WITH_TIMEOUT(greeter.running(), 0, Patience);
    QCOMPARE(greeter.failures, QStringList());
    QCOMPARE(greeter.served[1] + greeter.served[2], 21);
}

void ClusterServerTest::fullOneGetsNoMore()
{
    const quint16 port = freePort();
    QVERIFY(start(TESTSERVER, port, 2));
    QVERIFY(tell(cluster().workers().first(), u"neverTake"_s));
    // Thirty wait with it at most, QTcpServer's maxPendingConnections(), and the rest is served.
    Greeter greeter(port);
    greeter.start(200, 100);
    QTRY_VERIFY_WITH_TIMEOUT(greeter.served[2] >= 169, Patience);
    QVERIFY(tell(cluster().workers().first(), u"take"_s));
    QTRY_COMPARE_WITH_TIMEOUT(greeter.running(), 0, Patience);
    QCOMPARE(greeter.failures, QStringList());
    QCOMPARE(greeter.served[1] + greeter.served[2], 200);
    QVERIFY(greeter.served[1] >= 30);
}

void ClusterServerTest::stuckOneGetsNoMore()
{
    const quint16 port = freePort();
    QVERIFY(start(TESTSERVER, port, 2));
    Worker *const stuck = cluster().workers().first();
    QVERIFY(tell(stuck, u"spin"_s));
    QTRY_COMPARE_WITH_TIMEOUT(spy().messages.size(), 1, Patience);
    Greeter greeter(port);
    greeter.start(60, 10);
    QTRY_VERIFY_WITH_TIMEOUT(greeter.served[2] >= 59, Patience);
    QCOMPARE(greeter.served[1], 0);
    // And the one that it was given is not lost with it.
    kill(static_cast<pid_t>(stuck->processId()), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(greeter.running(), 0, Patience);
    QCOMPARE(greeter.failures, QStringList());
    QCOMPARE(greeter.served[2], 60);
}

void ClusterServerTest::closedOneGetsNoMore()
{
    const quint16 port = freePort();
    QVERIFY(start(TESTSERVER, port, 2));
    Worker *const first = cluster().workers().first();
    QVERIFY(tell(first, u"close"_s));
    QVERIFY(takenBy(first) >= 0); // it has heard
    Greeter greeter(port);
    greeter.start(20, 2);
    QTRY_COMPARE_WITH_TIMEOUT(greeter.running(), 0, Patience);
    QCOMPARE(greeter.served, (QHash<int, int>{{2, 20}}));
    // And with the last one the socket.
    QVERIFY(tell(cluster().workers()[1], u"close"_s));
    QVERIFY(takenBy(cluster().workers()[1]) >= 0);
    greeter.start(1, 1);
    QTRY_COMPARE_WITH_TIMEOUT(greeter.failures.size(), 1, Patience);
    QVERIFY(tell(first, u"listen"_s, {{u"port"_s, port}}));
    QTRY_COMPARE_WITH_TIMEOUT(spy().messages.last()["listening"_L1], true, Patience);
    greeter.start(1, 1);
    QTRY_COMPARE_WITH_TIMEOUT(greeter.served[1], 1, Patience);
}

void ClusterServerTest::cannotListen_data()
{
    using Error = QAbstractSocket::SocketError;
    QTest::addColumn<QJsonObject>("order");
    QTest::addColumn<Error>("error");
    QTest::newRow("an address of another machine")
        << QJsonObject{{u"address"_s, u"192.0.2.1"_s}, {u"port"_s, 0}}
        << QAbstractSocket::SocketAddressNotAvailableError;
    QTest::newRow("a folder that is not there")
        << QJsonObject{{u"path"_s, u"/no/such/folder/socket"_s}}
        << QAbstractSocket::HostNotFoundError;
    QTest::newRow("a path that is too long") << QJsonObject{{u"path"_s, u'/' + QString(200, u'x')}}
                                             << QAbstractSocket::UnknownSocketError;
    QTest::newRow("no path at all")
        << QJsonObject{{u"path"_s, QString()}} << QAbstractSocket::UnknownSocketError;
}

void ClusterServerTest::cannotListen()
{
    QFETCH(QJsonObject, order);
    QFETCH(QAbstractSocket::SocketError, error);
    cluster().setProgram(TESTSERVER);
    cluster().setArguments({});
    QVERIFY(tell(cluster().startWorker(), u"listen"_s, order));
    QTRY_COMPARE_WITH_TIMEOUT(spy().messages.size(), 1, Patience);
    QCOMPARE(spy().messages[0]["listening"_L1], false);
    QCOMPARE(spy().messages[0]["error"_L1].toInt(), int(error));
    QVERIFY(!spy().messages[0]["text"_L1].toString().isEmpty());
}

void ClusterServerTest::permissionsOfAPath()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"socket"_s);
    QVERIFY(start(TESTSERVER, path, 1));
    QVERIFY(QFileInfo(path).permission(QFile::ReadOwner | QFile::WriteOwner));
}

QTEST_GUILESS_MAIN(ClusterServerTest)

#include "tst_clusterserver.moc"
