// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "cluster/clustertest.h"

#include <QtCore/QTemporaryDir>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Spawn;

// Workers that are replaced while clients come.
class ClusterReloadTest : public ClusterTest
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void up16_noFailedConnectionAllPidsNew_data();
    void up16_noFailedConnectionAllPidsNew();
    void openConnectionsAreFinished();
    void neverFewerWorkers();
    void rolledBackWhenItEnds();
    void rolledBackWhenItDoesNotListen();
    void successorsKeepTheirVariables();
    void oneAtATime();
    void oldOneDiesMeanwhile();
    void nobodyThere();
    void disconnectedMeanwhile();
    void killedWorkerLosesItsOwnOnly();
};

void ClusterReloadTest::up16_noFailedConnectionAllPidsNew_data()
{
    using Policy = Cluster::SchedulingPolicy;
    QTest::addColumn<QString>("program");
    QTest::addColumn<Policy>("policy");
    QTest::newRow("a Qt program, round robin") << TESTSERVER << Policy::RoundRobin;
    QTest::newRow("a Qt program, shared") << TESTSERVER << Policy::Shared;
    QTest::newRow("a Qt program, least connections") << TESTSERVER << Policy::LeastConnections;
    QTest::newRow("a Node script, round robin") << NODE_SERVER << Policy::RoundRobin;
}

void ClusterReloadTest::up16_noFailedConnectionAllPidsNew()
{
    QFETCH(QString, program);
    QFETCH(Cluster::SchedulingPolicy, policy);
    cluster().setSchedulingPolicy(policy);
    const quint16 port = freePort();
    QVERIFY(start(program, port, 3));
    const QList<qint64> before = spy().pids;
    Greeter greeter(port);
    greeter.start(1000000, 20);
    for (int i = 1; i <= 3; ++i) {
        QVERIFY(cluster().reload(30s));
        QTRY_COMPARE_WITH_TIMEOUT(spy().reloads, QList<bool>(i, true), Patience);
    }
    greeter.stop();
    QTRY_COMPARE_WITH_TIMEOUT(greeter.running(), 0, Patience);
    QCOMPARE(greeter.failures, QStringList());
    QVERIFY(greeter.served.size() > 3);
    QCOMPARE(cluster().workers().size(), 3);
    for (const Worker *const worker : cluster().workers())
        QVERIFY(!before.contains(worker->processId()));
    QCOMPARE(spy().finished.size(), 9);
    for (const ClusterSpy::Finished &finished : std::as_const(spy().finished))
        QCOMPARE(finished.exitCode, 0);
}

void ClusterReloadTest::openConnectionsAreFinished()
{
    const quint16 port = freePort();
    QVERIFY(start(TESTSERVER, port, 2));
    QTcpSocket client;
    client.connectToHost(QHostAddress::LocalHost, port);
    client.write("hello\n");
    QTRY_VERIFY_WITH_TIMEOUT(client.canReadLine(), Patience);
    const QByteArray first = client.readLine();
    cluster().reload(1min);
    QTRY_COMPARE_WITH_TIMEOUT(spy().finished.size(), 1, Patience); // the other one
    QVERIFY(cluster().isReloading());
    client.write("hello\n");
    QTRY_VERIFY_WITH_TIMEOUT(client.canReadLine(), Patience);
    QCOMPARE(client.readLine(), first);
    client.disconnectFromHost();
    QTRY_COMPARE_WITH_TIMEOUT(spy().reloads, QList<bool>{true}, Patience);
    QVERIFY(!cluster().isReloading());
}

void ClusterReloadTest::neverFewerWorkers()
{
    QVERIFY(start(TESTSERVER, freePort(), 3));
    qsizetype fewest = 3;
    connect(&cluster(), &Cluster::workerFinished, this,
            [&] { fewest = std::min(fewest, cluster().workers().size()); });
    cluster().reload(30s);
    QTRY_COMPARE_WITH_TIMEOUT(spy().reloads, QList<bool>{true}, Patience);
    QCOMPARE(fewest, 3);
}

void ClusterReloadTest::rolledBackWhenItEnds()
{
    const quint16 port = freePort();
    QVERIFY(start(TESTSERVER, port, 2));
    const QList<Worker *> before = cluster().workers();
    cluster().setProgram(u"false"_s);
    cluster().setRespawn(true);
    Greeter greeter(port);
    greeter.start(1000000, 5);
    cluster().reload(30s);
    QTRY_COMPARE_WITH_TIMEOUT(spy().reloads, QList<bool>{false}, Patience);
    greeter.stop();
    QTRY_COMPARE_WITH_TIMEOUT(greeter.running(), 0, Patience);
    QCOMPARE(greeter.failures, QStringList());
    QCOMPARE(cluster().workers(), before);
    QCOMPARE(spy().finished.size(), 1);
    // And the next one succeeds.
    cluster().setProgram(TESTSERVER);
    QVERIFY(cluster().reload(30s));
    QTRY_COMPARE_WITH_TIMEOUT(spy().reloads, QList<bool>({false, true}), Patience);
}

void ClusterReloadTest::rolledBackWhenItDoesNotListen()
{
    const quint16 port = freePort();
    QVERIFY(start(TESTSERVER, port, 1));
    const QList<Worker *> before = cluster().workers();
    cluster().setArguments({}); // it comes online, and listens nowhere
    cluster().reload(500ms);
    QTRY_COMPARE_WITH_TIMEOUT(spy().reloads, QList<bool>{false}, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(cluster().workers(), before, Patience);
    QCOMPARE(spy().finished[0].signalNumber, SIGTERM);
    Greeter greeter(port);
    greeter.start(2, 1);
    QTRY_COMPARE_WITH_TIMEOUT(greeter.served[1], 2, Patience);
}

void ClusterReloadTest::successorsKeepTheirVariables()
{
    QProcessEnvironment extra;
    extra.insert(u"MARK"_s, u"mine"_s);
    cluster().setProgram(TESTSERVER);
    cluster().setArguments({u"0"_s});
    cluster().startWorker(extra);
    QTRY_COMPARE_WITH_TIMEOUT(spy().ports.size(), 1, Patience);
    cluster().reload(30s);
    QTRY_COMPARE_WITH_TIMEOUT(spy().reloads, QList<bool>{true}, Patience);
    const qint64 successor = cluster().workers().first()->processId();
    QFile variables(u"/proc/%1/environ"_s.arg(successor));
    QVERIFY(variables.open(QIODevice::ReadOnly));
    const QList<QByteArray> all = variables.readAll().split('\0');
    QVERIFY(all.contains("MARK=mine"));
    QVERIFY(all.contains("NODE_UNIQUE_ID=2"));
}

void ClusterReloadTest::oneAtATime()
{
    QVERIFY(start(TESTSERVER, freePort(), 2));
    QVERIFY(cluster().reload(30s));
    QVERIFY(!cluster().reload(30s));
    QTRY_COMPARE_WITH_TIMEOUT(spy().reloads, QList<bool>{true}, Patience);
    QCOMPARE(cluster().workers().size(), 2);
}

void ClusterReloadTest::oldOneDiesMeanwhile()
{
    cluster().setRespawn(true);
    QVERIFY(start(TESTSERVER, freePort(), 3));
    cluster().reload(30s);
    for (const qint64 pid : QList(spy().pids))
        kill(static_cast<pid_t>(pid), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(spy().reloads, QList<bool>{true}, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(cluster().workers().size(), 3, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(spy().finished.size(), 3, Patience);
}

void ClusterReloadTest::nobodyThere()
{
    QVERIFY(cluster().reload(30s));
    QVERIFY(spy().reloads.isEmpty()); // by the event loop
    QTRY_COMPARE_WITH_TIMEOUT(spy().reloads, QList<bool>{true}, Patience);
}

void ClusterReloadTest::disconnectedMeanwhile()
{
    QVERIFY(start(TESTSERVER, freePort(), 3));
    cluster().reload(30s);
    QTRY_COMPARE_WITH_TIMEOUT(spy().events.count(u"online 4"_s), 1, Patience);
    cluster().disconnectWorkers(10s);
    QTRY_COMPARE_WITH_TIMEOUT(spy().stopped, 1, Patience);
    QCOMPARE(spy().reloads, QList<bool>{false});
    QVERIFY(cluster().workers().isEmpty());
}

// Only what it had open is lost, whatever it was given at the time.
void ClusterReloadTest::killedWorkerLosesItsOwnOnly()
{
    cluster().setRespawn(true);
    const quint16 port = freePort();
    QVERIFY(start(TESTSERVER, port, 3));
    Greeter greeter(port);
    greeter.start(1000000, 30);
    for (int i = 0; i < 10; ++i) {
        const qsizetype started = spy().ports.size();
        kill(static_cast<pid_t>(cluster().workers().first()->processId()), SIGKILL);
        QTRY_COMPARE_WITH_TIMEOUT(spy().ports.size(), started + 1, Patience);
    }
    greeter.stop();
    QTRY_COMPARE_WITH_TIMEOUT(greeter.running(), 0, Patience);
    // A worker has a third of thirty at most, and nobody was refused.
    QVERIFY2(greeter.failures.size() <= 10 * 12,
             qPrintable(QString::number(greeter.failures.size())));
    for (const QString &failure : std::as_const(greeter.failures))
        QVERIFY2(!failure.contains(u"refused"_s), qPrintable(failure));
}

QTEST_GUILESS_MAIN(ClusterReloadTest)

#include "tst_clusterreload.moc"
