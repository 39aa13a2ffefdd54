// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "cluster/clustertest.h"
#include "common/commandspy.h"

#include <spawner/command.h>

#include <QtCore/QElapsedTimer>
#include <QtCore/QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Spawn;

// Workers that are asked to go, and a primary that is.
class ClusterDisconnectTest : public ClusterTest
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void up12_endsAfterTheConnection_data() { addPrograms(); }
    void up12_endsAfterTheConnection();
    void up12_endsAtTheDeadline_data() { addPrograms(); }
    void up12_endsAtTheDeadline();
    void waitingConnectionsAreServed();
    void withoutDeadline();
    void ignoresSigterm();
    void beforeItHasStarted();
    void nobodyThere();
    void up13_sigtermEndsWorkersAndRemovesThePidFile();
    void up13_secondPrimaryIsRefused();

private:
    static void addPrograms()
    {
        QTest::addColumn<QString>("program");
        QTest::newRow("a Qt program") << TESTSERVER;
        QTest::newRow("a Node script") << NODE_SERVER;
    }
    // A connection of which a worker has said its first word.
    static bool open(QTcpSocket *client, quint16 port)
    {
        client->connectToHost(QHostAddress::LocalHost, port);
        client->write("hello\n");
        return QTest::qWaitFor([&] { return client->canReadLine(); }, Patience)
            && client->readLine().endsWith(" hello\n");
    }
};

void ClusterDisconnectTest::up12_endsAfterTheConnection()
{
    QFETCH(QString, program);
    const quint16 port = freePort();
    QVERIFY(start(program, port, 2));
    QTcpSocket client;
    QVERIFY(open(&client, port));
    cluster().disconnectWorkers(1min);
    QTRY_COMPARE_WITH_TIMEOUT(spy().finished.size(), 1, Patience); // the one that had none
    // No new one is accepted, and the open one goes on.
    QTcpSocket other;
    other.connectToHost(QHostAddress::LocalHost, port);
    QTRY_COMPARE_WITH_TIMEOUT(other.error(), QAbstractSocket::ConnectionRefusedError, Patience);
    client.write("more\n");
    QTRY_VERIFY_WITH_TIMEOUT(client.canReadLine(), Patience);
    QVERIFY(client.readLine().endsWith(" more\n"));
    QCOMPARE(spy().finished.size(), 1);
    client.disconnectFromHost();
    QTRY_COMPARE_WITH_TIMEOUT(spy().stopped, 1, Patience);
    QCOMPARE(spy().finished.size(), 2);
    for (const ClusterSpy::Finished &finished : std::as_const(spy().finished))
        QCOMPARE(finished.exitCode, 0);
}

void ClusterDisconnectTest::up12_endsAtTheDeadline()
{
    QFETCH(QString, program);
    const quint16 port = freePort();
    QVERIFY(start(program, port, 1));
    QTcpSocket client;
    QVERIFY(open(&client, port));
    QElapsedTimer time;
    time.start();
    cluster().disconnectWorkers(300ms);
    QTRY_COMPARE_WITH_TIMEOUT(spy().stopped, 1, Patience);
    QVERIFY(time.elapsed() >= 300);
    QCOMPARE(spy().finished[0].signalNumber, SIGTERM);
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), QAbstractSocket::UnconnectedState, Patience);
}

// What the worker has not looked at when it is asked to go is not lost.
void ClusterDisconnectTest::waitingConnectionsAreServed()
{
    const quint16 port = freePort();
    QVERIFY(start(TESTSERVER, port, 1));
    QVERIFY(tell(cluster().workers().first(), u"neverTake"_s));
    std::array<QTcpSocket, 3> clients;
    for (QTcpSocket &client : clients) {
        client.connectToHost(QHostAddress::LocalHost, port);
        client.write("bye\n");
        QTRY_COMPARE_WITH_TIMEOUT(client.bytesToWrite(), 0, Patience);
    }
    cluster().disconnectWorkers(1min); // and then it takes them
    int served = 0;
    for (QTcpSocket &client : clients) {
        QTRY_COMPARE_WITH_TIMEOUT(client.state(), QAbstractSocket::UnconnectedState, Patience);
        served += client.readAll() == "1 bye\n";
    }
    QVERIFY2(served >= 1, qPrintable(QString::number(served)));
    QTRY_COMPARE_WITH_TIMEOUT(spy().stopped, 1, Patience);
    QCOMPARE(spy().finished[0].exitCode, 0);
}

void ClusterDisconnectTest::withoutDeadline()
{
    QVERIFY(start(TESTSERVER, freePort(), 3));
    cluster().setRespawn(true);
    cluster().disconnectWorkers(0ms);
    QTRY_COMPARE_WITH_TIMEOUT(spy().stopped, 1, Patience);
    QCOMPARE(spy().finished.size(), 3);
    for (const ClusterSpy::Finished &finished : std::as_const(spy().finished))
        QCOMPARE(finished.signalNumber, SIGTERM);
    QVERIFY(cluster().workers().isEmpty());
}

void ClusterDisconnectTest::ignoresSigterm()
{
    const quint16 port = freePort();
    QVERIFY(start(TESTSERVER, port, 1));
    QVERIFY(tell(cluster().workers().first(), u"ignoreTerm"_s));
    QTcpSocket client;
    QVERIFY(open(&client, port)); // it has heard by now
    cluster().disconnectWorkers(100ms);
    QTRY_COMPARE_WITH_TIMEOUT(spy().stopped, 1, Patience);
    QCOMPARE(spy().finished[0].signalNumber, SIGKILL);
}

void ClusterDisconnectTest::beforeItHasStarted()
{
    cluster().setProgram(TESTSERVER);
    cluster().setArguments({QString::number(freePort())});
    cluster().startWorker();
    cluster().startWorker();
    cluster().disconnectWorkers(10s);
    QTRY_COMPARE_WITH_TIMEOUT(spy().stopped, 1, Patience);
    QCOMPARE(spy().finished.size(), 2);
}

void ClusterDisconnectTest::nobodyThere()
{
    cluster().disconnectWorkers(10s);
    QCOMPARE(spy().stopped, 0); // by the event loop
    QTRY_COMPARE_WITH_TIMEOUT(spy().stopped, 1, Patience);
}

// ---- UP-13: the primary, which is the example ------------------------------------------------

void ClusterDisconnectTest::up13_sigtermEndsWorkersAndRemovesThePidFile()
{
    const QTemporaryDir folder;
    const QString pidFile = folder.filePath(u"pid"_s);
    const quint16 port = freePort();
    Command command({HELLOSERVER, u"--port"_s, QString::number(port), u"--workers"_s, u"3"_s,
                     u"--pid-file"_s, pidFile});
    command.setStandardOutputMode(Command::OutputMode::Stream);
    CommandSpy primary(m_fixture.spawner().aspawn(command));
    QByteArray output;
    connect(primary.reply(), &CommandReply::readyReadStandardOutput, this,
            [&] { output += primary.reply()->readAllStandardOutput(); });
    QTRY_COMPARE_WITH_TIMEOUT(output.count(" listens "), 3, Patience);
    QFile file(pidFile);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().trimmed().toLongLong(), primary.processId());
    QTcpSocket client;
    client.connectToHost(QHostAddress::LocalHost, port);
    client.write("GET / HTTP/1.0\r\n\r\n");
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), QAbstractSocket::UnconnectedState, Patience);
    QVERIFY(client.readAll().contains("Hello from worker "));

    kill(static_cast<pid_t>(primary.processId()), SIGTERM);
    QTRY_VERIFY_WITH_TIMEOUT(primary.isFinished(), Patience);
    QCOMPARE(primary.result().exitCode, 0);
    QCOMPARE(output.count(" ended: exit code 0"), 3);
    QVERIFY(output.contains("1 requests in all"));
    QVERIFY(!QFile::exists(pidFile));
}

void ClusterDisconnectTest::up13_secondPrimaryIsRefused()
{
    const QTemporaryDir folder;
    const QString pidFile = folder.filePath(u"pid"_s);
    const QStringList arguments{HELLOSERVER, u"--port"_s, QString::number(freePort()),
                                u"--pid-file"_s, pidFile};
    CommandSpy first(m_fixture.spawner().aspawn(Command(arguments)));
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(pidFile).size() > 0, Patience);
    const CommandResult second = runCommand(m_fixture.spawner(), arguments);
    QCOMPARE(second.exitCode, 1);
    QCOMPARE(second.standardError,
             QStringLiteral("helloserver: %1: process %2 runs already\n")
                 .arg(pidFile)
                 .arg(first.processId())
                 .toUtf8());
    QVERIFY(QFile::exists(pidFile));
    kill(static_cast<pid_t>(first.processId()), SIGTERM);
    QTRY_VERIFY_WITH_TIMEOUT(first.isFinished(), Patience);
}

QTEST_GUILESS_MAIN(ClusterDisconnectTest)

#include "tst_clusterdisconnect.moc"
