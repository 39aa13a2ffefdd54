// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "cluster/clustertest.h"
#include "common/commandspy.h"

#include <spawner/command.h>

#include <QtCore/QTemporaryDir>
#include <QtNetwork/QLocalServer>
#include <QtNetwork/QUdpSocket>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Spawn;
using Policy = Cluster::SchedulingPolicy;

// Workers that share sockets, and how each of them ends.
class ClusterWorkersTest : public ClusterTest
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void up09_roundRobinIsEven_data() { addPrograms(); }
    void up09_roundRobinIsEven();
    void up09_sharedAnswersAll_data() { addPrograms(); }
    void up09_sharedAnswersAll();
    void up09_localSockets_data() { addPrograms(); }
    void up09_localSockets();
    void leastConnections_data() { addPrograms(); }
    void leastConnections();
    void up11_portInUse();
    void up11_portInUseUnderNode();
    void pathLeftBehindIsTakenOver();
    void portZeroIsTheSameForAll();
    void datagrams();
    void nodesOwnExample();

    void signalsInTheirOrder_data() { addPrograms(); }
    void signalsInTheirOrder();
    void trueEnds();
    void respawns();
    void sharedPortStaysOpenMeanwhile();
    void givesUp();
    void cannotStart();
    void killedPrimaryTakesItsWorkers_data();
    void killedPrimaryTakesItsWorkers();
    void messagesAndRequests();
    void deletedInASlot();

private:
    static void addPrograms()
    {
        QTest::addColumn<QString>("program");
        QTest::newRow("a Qt program") << TESTSERVER;
        QTest::newRow("a Node script") << NODE_SERVER;
    }
};

// ---- UP-09: connections ------------------------------------------------------------------------

void ClusterWorkersTest::up09_roundRobinIsEven()
{
    QFETCH(QString, program);
    const quint16 port = freePort();
    QVERIFY(start(program, port, 3));
    QCOMPARE(spy().ports, QList<quint16>(3, port));
    Greeter first(port); // whose connections find programs that are not warm yet
    first.start(30, 3);
    QTRY_COMPARE_WITH_TIMEOUT(first.running(), 0, Patience);
    Greeter greeter(port);
    greeter.start(300, 10);
    QTRY_COMPARE_WITH_TIMEOUT(greeter.running(), 0, Patience);
    QCOMPARE(greeter.failures, QStringList());
    for (int id = 1; id <= 3; ++id)
        QVERIFY2(qAbs(greeter.served[id] - 100) <= 5,
                 qPrintable(QString::number(greeter.served[id])));
}

void ClusterWorkersTest::up09_sharedAnswersAll()
{
    QFETCH(QString, program);
    cluster().setSchedulingPolicy(Policy::Shared);
    const quint16 port = freePort();
    QVERIFY(start(program, port, 3));
    Greeter greeter(port);
    greeter.start(300, 10);
    QTRY_COMPARE_WITH_TIMEOUT(greeter.running(), 0, Patience);
    QCOMPARE(greeter.failures, QStringList());
    QCOMPARE(greeter.served[1] + greeter.served[2] + greeter.served[3], 300);
}

void ClusterWorkersTest::up09_localSockets()
{
    QFETCH(QString, program);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"socket"_s);
    for (const Policy policy : {Policy::RoundRobin, Policy::Shared}) {
        cluster().setSchedulingPolicy(policy);
        QVERIFY(start(program, path, 3));
        QVERIFY(spy().addresses.last().isNull());
        Greeter greeter(path);
        greeter.start(90, 10);
        QTRY_COMPARE_WITH_TIMEOUT(greeter.running(), 0, Patience);
        QCOMPARE(greeter.failures, QStringList());
        int served = 0;
        for (const int count : std::as_const(greeter.served)) {
            QVERIFY(policy == Policy::Shared || qAbs(count - 30) <= 2);
            served += count;
        }
        QCOMPARE(served, 90);
        cluster().disconnectWorkers(10s);
        QTRY_COMPARE_WITH_TIMEOUT(cluster().workers().size(), 0, Patience);
        QVERIFY(!QFile::exists(path));
    }
}

void ClusterWorkersTest::leastConnections()
{
    QFETCH(QString, program);
    cluster().setSchedulingPolicy(Policy::LeastConnections);
    const quint16 port = freePort();
    QVERIFY(start(program, port, 2));
    std::vector<std::unique_ptr<QTcpSocket>> clients[2]; // by their workers
    const auto connectOne = [&](const QByteArray &line) {
        auto client = std::make_unique<QTcpSocket>();
        client->connectToHost(QHostAddress::LocalHost, port);
        client->write(line);
        if (!QTest::qWaitFor([&] { return client->canReadLine(); }, Patience))
            return -1;
        const int worker = client->readLine().split(' ').first().toInt();
        clients[worker - 1].push_back(std::move(client));
        return worker;
    };
    for (int i = 0; i < 8; ++i)
        QVERIFY(connectOne("hello\n") > 0);
    QCOMPARE(clients[0].size(), 4U);
    // The second one has closed all of its own: the next ones are for it.
    for (const auto &client : clients[1]) {
        client->write("bye\n");
        QTRY_COMPARE_WITH_TIMEOUT(client->state(), QAbstractSocket::UnconnectedState, Patience);
    }
    for (int i = 0; i < 3; ++i)
        QCOMPARE(connectOne("hello\n"), 2);
}

// ---- UP-11: a port that cannot be had ----------------------------------------------------------

void ClusterWorkersTest::up11_portInUse()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    const quint16 port = other.serverPort();
    cluster().setProgram(TESTSERVER);
    cluster().setArguments({});
    Worker *const worker = cluster().startWorker();
    const QJsonObject order{{u"port"_s, port}};
    QVERIFY(tell(worker, u"listen"_s, order));
    QTRY_COMPARE_WITH_TIMEOUT(spy().messages.size(), 1, Patience);
    const QJsonObject refused = spy().messages[0].toObject();
    QCOMPARE(refused["listening"_L1], false);
    QCOMPARE(refused["error"_L1], int(QAbstractSocket::AddressInUseError));
    QCOMPARE(refused["text"_L1], u"Address already in use"_s);
    QVERIFY(spy().ports.isEmpty());
    other.close();
    QVERIFY(tell(worker, u"listen"_s, order));
    QTRY_COMPARE_WITH_TIMEOUT(spy().messages.size(), 2, Patience);
    QCOMPARE(spy().messages[1]["listening"_L1], true);
    QCOMPARE(spy().messages[1]["port"_L1], int(port));
    Greeter greeter(port);
    greeter.start(3, 1);
    QTRY_COMPARE_WITH_TIMEOUT(greeter.served[1], 3, Patience);
}

void ClusterWorkersTest::up11_portInUseUnderNode()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    const quint16 port = other.serverPort();
    cluster().setProgram(NODE_SERVER);
    cluster().setArguments({QString::number(port)});
    Worker *const worker = cluster().startWorker();
    QTRY_COMPARE_WITH_TIMEOUT(spy().messages.size(), 1, Patience);
    QCOMPARE(spy().messages[0]["code"_L1], u"EADDRINUSE"_s);
    other.close();
    QVERIFY(tell(worker, u"listen"_s));
    // Node says so once for each time that it tried.
    QTRY_COMPARE_WITH_TIMEOUT(spy().ports, QList<quint16>({port, port}), Patience);
    Greeter greeter(port);
    greeter.start(3, 1);
    QTRY_COMPARE_WITH_TIMEOUT(greeter.served[1], 3, Patience);
}

void ClusterWorkersTest::pathLeftBehindIsTakenOver()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"socket"_s);
    runCommand(m_fixture.spawner(),
               {u"python3"_s, u"-c"_s,
                u"import socket,sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])"_s, path});
    QVERIFY(QFile::exists(path));
    QVERIFY(start(TESTSERVER, path, 1));
    Greeter greeter(path);
    greeter.start(3, 1);
    QTRY_COMPARE_WITH_TIMEOUT(greeter.served[1], 3, Patience);
    // One that lives is not.
    QLocalServer other;
    const QString taken = folder.filePath(u"taken"_s);
    QVERIFY(other.listen(taken));
    QVERIFY(tell(cluster().workers().first(), u"close"_s));
    QVERIFY(tell(cluster().workers().first(), u"listen"_s, {{u"path"_s, taken}}));
    QTRY_COMPARE_WITH_TIMEOUT(spy().messages.size(), 1, Patience);
    QCOMPARE(spy().messages[0]["error"_L1], int(QAbstractSocket::AddressInUseError));
    QVERIFY(!QFile::exists(path));
}

void ClusterWorkersTest::portZeroIsTheSameForAll()
{
    QVERIFY(start(TESTSERVER, 0, 3));
    const quint16 port = spy().ports.first();
    QVERIFY(port != 0);
    QCOMPARE(spy().ports, QList<quint16>(3, port));
    Greeter greeter(port);
    greeter.start(9, 3);
    QTRY_COMPARE_WITH_TIMEOUT(greeter.running(), 0, Patience);
    QCOMPARE(greeter.served, (QHash<int, int>{{1, 3}, {2, 3}, {3, 3}}));
}

void ClusterWorkersTest::datagrams()
{
    const quint16 port = freePort();
    QVERIFY(start(NODE_DATAGRAMS, port, 2));
    QUdpSocket client;
    client.connectToHost(QHostAddress::LocalHost, port);
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), QAbstractSocket::ConnectedState, Patience);
    client.write("hello");
    QTRY_VERIFY_WITH_TIMEOUT(client.hasPendingDatagrams(), Patience);
    QCOMPARE(client.readAll(), "hello");
}

void ClusterWorkersTest::nodesOwnExample()
{
    const quint16 port = freePort();
    QVERIFY(start(NODE_HTTP, port, 2));
    for (int i = 1; i <= 4; ++i) {
        QTcpSocket client;
        client.connectToHost(QHostAddress::LocalHost, port);
        client.write("GET / HTTP/1.0\r\n\r\n");
        QTRY_COMPARE_WITH_TIMEOUT(client.state(), QAbstractSocket::UnconnectedState, Patience);
        QVERIFY(client.readAll().endsWith("\r\n\r\nhello world\n"));
        QTRY_COMPARE_WITH_TIMEOUT(spy().messages.size(), i, Patience);
    }
}

// ---- Ends --------------------------------------------------------------------------------------

void ClusterWorkersTest::signalsInTheirOrder()
{
    QFETCH(QString, program);
    QVERIFY(start(program, freePort(), 1));
    QCOMPARE(cluster().idOf(cluster().workers().first()), 1);
    cluster().disconnectWorkers(10s);
    QTRY_COMPARE_WITH_TIMEOUT(spy().stopped, 1, Patience);
    QCOMPARE(spy().events,
             QStringList({u"started 1"_s, u"online 1"_s, u"listening 1"_s, u"disconnected 1"_s}));
    QCOMPARE(spy().finished.size(), 1);
    QCOMPARE(spy().finished[0].processId, spy().pids[0]);
    QCOMPARE(spy().finished[0].exitCode, 0);
    QVERIFY(cluster().workers().isEmpty());
}

void ClusterWorkersTest::trueEnds()
{
    QVERIFY(start(TESTSERVER, freePort(), 2));
    const QList<Worker *> workers = cluster().workers();
    QVERIFY(tell(workers[0], u"exit"_s, {{u"code"_s, 7}}));
    QTRY_COMPARE_WITH_TIMEOUT(spy().finished.size(), 1, Patience);
    QCOMPARE(spy().finished[0].exitCode, 7);
    QCOMPARE(spy().finished[0].signalNumber, 0);
    kill(static_cast<pid_t>(workers[1]->processId()), SIGUSR1);
    QTRY_COMPARE_WITH_TIMEOUT(spy().finished.size(), 2, Patience);
    QCOMPARE(spy().finished[1].exitCode, -1);
    QCOMPARE(spy().finished[1].signalNumber, SIGUSR1);
    QVERIFY(cluster().workers().isEmpty()); // nobody asked for others
    QCOMPARE(spy().stopped, 0);
}

void ClusterWorkersTest::respawns()
{
    const quint16 port = freePort();
    QProcessEnvironment extra;
    extra.insert(u"MARK"_s, u"of the first"_s);
    cluster().setRespawn(true);
    QVERIFY(start(TESTSERVER, port, 3));
    kill(static_cast<pid_t>(spy().pids[1]), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(spy().ports.size(), 4, Patience);
    QCOMPARE(cluster().workers().size(), 3);
    Greeter greeter(port);
    greeter.start(30, 3);
    QTRY_COMPARE_WITH_TIMEOUT(greeter.running(), 0, Patience);
    QCOMPARE(greeter.failures, QStringList());
    QCOMPARE(greeter.served[4], 10);
    // One that ends by itself, too, and with code 0.
    QVERIFY(tell(cluster().workers().first(), u"exit"_s, {{u"code"_s, 0}}));
    QTRY_COMPARE_WITH_TIMEOUT(spy().ports.size(), 5, Patience);
    QCOMPARE(spy().finished.size(), 2);
}

// Nobody is refused while the only worker is replaced.
void ClusterWorkersTest::sharedPortStaysOpenMeanwhile()
{
    const quint16 port = freePort();
    cluster().setRespawn(true);
    QVERIFY(start(TESTSERVER, port, 1));
    kill(static_cast<pid_t>(spy().pids[0]), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(spy().finished.size(), 1, Patience);
    Greeter greeter(port);
    greeter.start(5, 5);
    QTRY_COMPARE_WITH_TIMEOUT(greeter.running(), 0, Patience);
    QCOMPARE(greeter.failures, QStringList());
    QCOMPARE(greeter.served[2], 5);
}

void ClusterWorkersTest::givesUp()
{
    cluster().setRespawn(true);
    QCOMPARE(cluster().giveUpAfter(), 10);
    cluster().setGiveUpAfter(4);
    cluster().setProgram(u"false"_s);
    cluster().startWorker();
    QTRY_COMPARE_WITH_TIMEOUT(spy().gaveUp, 1, Patience);
    QCOMPARE(spy().finished.size(), 4);
    QVERIFY(cluster().workers().isEmpty());
    // Asked for again, it tries again.
    const quint16 port = freePort();
    QVERIFY(start(TESTSERVER, port, 1));
}

void ClusterWorkersTest::cannotStart()
{
    cluster().setProgram(u"/no/such/program"_s);
    cluster().startWorker();
    QTRY_COMPARE_WITH_TIMEOUT(spy().finished.size(), 1, Patience);
    QCOMPARE(spy().finished[0].exitCode, -1);
    QCOMPARE(spy().finished[0].signalNumber, 0);
    QVERIFY(!spy().events.contains(u"started 1"_s));
}

void ClusterWorkersTest::killedPrimaryTakesItsWorkers_data()
{
    QTest::addColumn<QString>("task");
    QTest::newRow("idle ones") << QString();
    QTest::newRow("one in a tight loop") << u"spin"_s;
    QTest::newRow("one that ignores SIGTERM") << u"ignoreTerm"_s;
}

// By way of another primary: this process is to live on.
void ClusterWorkersTest::killedPrimaryTakesItsWorkers()
{
    QFETCH(QString, task);
    Command command({TESTPRIMARY, TESTSERVER, QString::number(freePort()), u"2"_s, task});
    command.setStandardOutputMode(Command::OutputMode::Stream);
    CommandSpy primary(m_fixture.spawner().aspawn(command));
    QList<qint64> workers;
    connect(primary.reply(), &CommandReply::readyReadStandardOutput, this, [&] {
        for (const QByteArray &line : primary.reply()->readAllStandardOutput().split('\n')) {
            if (line.startsWith("worker "))
                workers.append(line.mid(7).toLongLong());
        }
    });
    QTRY_COMPARE_WITH_TIMEOUT(workers.size(), 2, Patience);
    kill(static_cast<pid_t>(primary.processId()), SIGKILL);
    for (const qint64 worker : std::as_const(workers))
        QTRY_VERIFY_WITH_TIMEOUT(!Leftovers::isAlive(worker), Patience);
}

// ---- Messages ----------------------------------------------------------------------------------

void ClusterWorkersTest::messagesAndRequests()
{
    QVERIFY(start(TESTSERVER, freePort(), 1));
    QVERIFY(tell(cluster().workers().first(), u"request"_s, {{u"count"_s, 5}}));
    QTRY_COMPARE_WITH_TIMEOUT(spy().messages.size(), 1, Patience);
    QCOMPARE(spy().messages[0],
             QJsonValue(QJsonObject{{u"cmd"_s, u"notifyRequest"_s}, {u"count"_s, 5}}));
}

void ClusterWorkersTest::deletedInASlot()
{
    QVERIFY(start(TESTSERVER, freePort(), 2));
    connect(&cluster(), &Cluster::workerFinished, this, [this] { m_cluster.reset(); });
    kill(static_cast<pid_t>(spy().pids[0]), SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(!m_cluster, Patience);
}

QTEST_GUILESS_MAIN(ClusterWorkersTest)

#include "tst_cluster.moc"
