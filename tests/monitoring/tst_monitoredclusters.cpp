// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <cluster/cluster.h>
#include <monitoring/monitorclient.h>
#include <monitoring/monitorserver.h>

#include "common/patience.h"
#include "common/spawnerfixture.h"

#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <algorithm>
#include <csignal>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Spawn;
using namespace std::chrono_literals;

// Clusters as another process sees them, and what it may ask of them. The workers are
// scripts/server.js.
class MonitoredClustersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void showsSocketsAndWorkers();
    void showsConnectionsAndRequests();
    void hearsOfEnds_data();
    void hearsOfEnds();
    void tellsOfEndsOnce();
    void aClusterThatIsDeletedIsGone();
    void reloads();
    void reloadsOneAtATime();
    void startsOneMore();
    void endsAWorkerByItsCommand();
    void disconnectsAll();
    void refuses_data();
    void refuses();
    void byEnvironment();

private:
    bool attach();
    void start(int workers, const QStringList &arguments = {});
    ClusterSnapshot cluster() const { return m_client->snapshot().clusters.value(0); }
    QList<ClusterWorkerEnd> ends() const { return m_client->snapshot().clusterEnds; }
    int count(ClusterWorkerSnapshot::State state) const;
    bool areListening(int workers) const;
    std::unique_ptr<QTcpSocket> connectToCluster();
    QString answer(quint64 request);

    QTemporaryDir m_runtime;
    SpawnerFixture m_fixture;
    MonitorServer *m_server = nullptr;
    std::unique_ptr<Cluster> m_cluster;
    std::unique_ptr<MonitorClient> m_client;
    quint16 m_port = 0;
};

static const QString ServerProgram = NODE_SERVER;

using State = ClusterWorkerSnapshot::State;
using Reason = ClusterWorkerEnd::Reason;

void MonitoredClustersTest::initTestCase()
{
    qputenv("XDG_RUNTIME_DIR", m_runtime.path().toLocal8Bit());
}

void MonitoredClustersTest::init()
{
    m_fixture.begin();
    m_server = new MonitorServer(&m_fixture.spawner(), &m_fixture.spawner());
    QVERIFY2(m_server->listen(), qPrintable(m_server->errorString()));
    m_cluster = std::make_unique<Cluster>(&m_fixture.spawner());
    m_cluster->setObjectName(u"web"_s);
    m_cluster->setProgram(ServerProgram);
    connect(m_cluster.get(), &Cluster::workerListening, this,
            [this](Worker *, const QHostAddress &, quint16 port) { m_port = port; });
    m_server->add(m_cluster.get());
    m_client = std::make_unique<MonitorClient>();
}

void MonitoredClustersTest::cleanup()
{
    m_client.reset();
    m_cluster.reset();
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), Patience);
}

bool MonitoredClustersTest::attach()
{
    const QList<MonitorTarget> targets = MonitorClient::targets();
    for (const MonitorTarget &target : targets) {
        if (target.processId == getpid())
            m_client->connectTo(target);
    }
    return QTest::qWaitFor([&] { return m_client->state() == MonitorClient::State::Connected; },
                           Patience);
}

void MonitoredClustersTest::start(int workers, const QStringList &arguments)
{
    m_cluster->setArguments(arguments);
    for (int i = 0; i < workers; ++i)
        m_cluster->startWorker();
}

int MonitoredClustersTest::count(State state) const
{
    const ClusterSnapshot shown = cluster();
    return int(std::count_if(shown.workers.begin(), shown.workers.end(),
                             [state](const ClusterWorkerSnapshot &w) { return w.state == state; }));
}

bool MonitoredClustersTest::areListening(int workers) const
{
    return count(State::Listening) == workers && cluster().workers.size() == workers;
}

std::unique_ptr<QTcpSocket> MonitoredClustersTest::connectToCluster()
{
    auto socket = std::make_unique<QTcpSocket>();
    socket->connectToHost(QHostAddress::LocalHost, m_port);
    return socket;
}

// To a request, or what there was instead.
QString MonitoredClustersTest::answer(quint64 request)
{
    QSignalSpy answered(m_client.get(), &MonitorClient::answered);
    if (!QTest::qWaitFor([&] { return !answered.isEmpty(); }, Patience))
        return u"no answer"_s;
    if (answered.first().at(0).toULongLong() != request)
        return u"an answer to another request"_s;
    return answered.first().at(1).toString();
}

void MonitoredClustersTest::showsSocketsAndWorkers()
{
    m_cluster->setRespawn(true);
    start(2);
    QVERIFY(attach());
    QTRY_VERIFY_WITH_TIMEOUT(areListening(2), Patience);
    QCOMPARE(m_client->snapshot().clusters.size(), 1);
    const ClusterSnapshot shown = cluster();
    QCOMPARE(shown.number, 1);
    QCOMPARE(shown.name, u"web"_s);
    QCOMPARE(shown.program, ServerProgram);
    QVERIFY(shown.respawn && !shown.gaveUp && !shown.reloading);
    QCOMPARE(shown.wanted, 2);
    QCOMPARE(shown.started, 2);
    QCOMPARE(shown.finished, 0);
    QCOMPARE(shown.sockets.size(), 1);
    QCOMPARE(shown.sockets[0].address, u"127.0.0.1:%1"_s.arg(m_port));
    QCOMPARE(shown.sockets[0].workers, 2);
    // Who they are is with their commands.
    const QList<Worker *> workers = m_cluster->workers();
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(shown.workers[i].id, m_cluster->idOf(workers[i]));
        const CommandSnapshot command
            = m_client->snapshot().commands.value(shown.workers[i].command);
        QVERIFY(command.worker);
        QCOMPARE(command.processId, workers[i]->processId());
    }
}

void MonitoredClustersTest::showsConnectionsAndRequests()
{
    start(2);
    QVERIFY(attach());
    QTRY_VERIFY_WITH_TIMEOUT(areListening(2), Patience);
    QCOMPARE(cluster().workers[0].connections, 0);
    std::unique_ptr<QTcpSocket> sockets[3];
    for (std::unique_ptr<QTcpSocket> &socket : sockets)
        socket = connectToCluster();
    const auto sum = [this](auto ClusterWorkerSnapshot::*member) {
        qint64 all = 0;
        for (const ClusterWorkerSnapshot &worker : cluster().workers)
            all += qint64(worker.*member);
        return all;
    };
    QTRY_COMPARE_WITH_TIMEOUT(sum(&ClusterWorkerSnapshot::requests), 3, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(sum(&ClusterWorkerSnapshot::accepted), 3, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(sum(&ClusterWorkerSnapshot::connections), 3, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(cluster().sockets[0].accepted, 3, Patience);
    sockets[0].reset();
    QTRY_COMPARE_WITH_TIMEOUT(sum(&ClusterWorkerSnapshot::connections), 2, Patience);
    QCOMPARE(sum(&ClusterWorkerSnapshot::accepted), 3);
}

void MonitoredClustersTest::hearsOfEnds_data()
{
    QTest::addColumn<QString>("ending");
    QTest::addColumn<QString>("program");
    QTest::addColumn<Reason>("reason");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<int>("signalNumber");
    QTest::newRow("exits") << u"3"_s << ServerProgram << Reason::Exited << 3 << 0;
    QTest::newRow("crashes") << u"SIGABRT"_s << ServerProgram << Reason::Crashed << -1
                             << int(SIGABRT);
    QTest::newRow("does not start")
        << QString() << u"/no/such/server"_s << Reason::FailedToStart << -1 << 0;
}

void MonitoredClustersTest::hearsOfEnds()
{
    QFETCH(const QString, ending);
    QFETCH(const QString, program);
    QFETCH(const Reason, reason);
    QFETCH(const int, exitCode);
    QFETCH(const int, signalNumber);
    m_cluster->setProgram(program);
    QVERIFY(attach());
    start(1, {ending});
    std::unique_ptr<QTcpSocket> socket;
    if (!ending.isEmpty()) {
        QTRY_VERIFY_WITH_TIMEOUT(areListening(1), Patience);
        socket = connectToCluster();
    }
    QTRY_COMPARE_WITH_TIMEOUT(ends().size(), 1, Patience);
    const ClusterWorkerEnd end = ends()[0];
    QCOMPARE(end.number, 1);
    QCOMPARE(end.cluster, 1);
    QCOMPARE(end.id, 1);
    QVERIFY(end.reason == reason);
    QCOMPARE(end.exitCode, exitCode);
    QCOMPARE(end.signalNumber, signalNumber);
    QVERIFY(end.time > 0 && !end.text.isEmpty());
    QCOMPARE(end.processId != 0, reason != Reason::FailedToStart);
    // In the log as well; one who attaches later finds both.
    m_client = std::make_unique<MonitorClient>();
    QVERIFY(attach());
    QCOMPARE(ends().size(), 1);
    const QList<LogSnapshot> log = m_client->snapshot().log;
    const auto line = std::find_if(log.begin(), log.end(), [](const LogSnapshot &one) {
        return one.category == u"spawn.cluster"_s;
    });
    QVERIFY(line != log.end());
    QCOMPARE(line->level, QtWarningMsg);
    QVERIFY2(line->message.startsWith(u"web (process "_s), qPrintable(line->message));
}

void MonitoredClustersTest::tellsOfEndsOnce()
{
    m_cluster->setRespawn(true);
    start(1, {u"SIGKILL"_s});
    QVERIFY(attach());
    QTRY_VERIFY_WITH_TIMEOUT(areListening(1), Patience);
    QSignalSpy finished(m_cluster.get(), &Cluster::workerFinished);
    const std::unique_ptr<QTcpSocket> socket = connectToCluster();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, Patience);
    QTRY_VERIFY_WITH_TIMEOUT(cluster().finished == 1 && areListening(1), Patience);
    QCOMPARE(ends().size(), 1);
    QCOMPARE(ends()[0].id, 1);
    QVERIFY(cluster().workers[0].id != 1);
}

void MonitoredClustersTest::aClusterThatIsDeletedIsGone()
{
    Cluster second(&m_fixture.spawner());
    m_server->add(&second);
    QVERIFY(attach());
    QTRY_COMPARE_WITH_TIMEOUT(m_client->snapshot().clusters.size(), 2, Patience);
    m_cluster.reset();
    QTRY_COMPARE_WITH_TIMEOUT(m_client->snapshot().clusters.size(), 1, Patience);
    QCOMPARE(m_client->snapshot().clusters[0].number, 2);
}

void MonitoredClustersTest::reloads()
{
    m_server->setControlAllowed(true);
    start(2);
    QVERIFY(attach());
    QTRY_VERIFY_WITH_TIMEOUT(areListening(2), Patience);
    QSignalSpy reloaded(m_cluster.get(), &Cluster::reloaded);
    QCOMPARE(answer(m_client->requestOfCluster(u"reloadCluster"_s, 1)), QString());
    QTRY_COMPARE_WITH_TIMEOUT(reloaded.size(), 1, Patience);
    QCOMPARE(reloaded[0][0], true);
    QTRY_COMPARE_WITH_TIMEOUT(ends().size(), 2, Patience);
    for (const ClusterWorkerEnd &end : ends())
        QVERIFY(end.reason == Reason::Replaced);
    QTRY_VERIFY_WITH_TIMEOUT(areListening(2) && !cluster().reloading, Patience);
    QCOMPARE(cluster().wanted, 2);
    for (const ClusterWorkerSnapshot &worker : cluster().workers)
        QVERIFY(!worker.isSuccessor);
}

void MonitoredClustersTest::reloadsOneAtATime()
{
    m_server->setControlAllowed(true);
    start(1);
    QVERIFY(attach());
    QTRY_VERIFY_WITH_TIMEOUT(areListening(1), Patience);
    // A worker with a connection leaves only at the deadline.
    const std::unique_ptr<QTcpSocket> socket = connectToCluster();
    QTRY_COMPARE_WITH_TIMEOUT(cluster().workers[0].connections, 1, Patience);
    QCOMPARE(answer(m_client->requestOfCluster(u"reloadCluster"_s, 1, 5s)), QString());
    QTRY_VERIFY_WITH_TIMEOUT(cluster().reloading, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(count(State::Leaving), 1, Patience);
    const QString refused = answer(m_client->requestOfCluster(u"reloadCluster"_s, 1));
    QCOMPARE(refused, u"cluster 1 is being reloaded"_s);
    QTRY_COMPARE_WITH_TIMEOUT(ends().size(), 1, Patience);
    QVERIFY(ends()[0].reason == Reason::Replaced);
    QTRY_VERIFY_WITH_TIMEOUT(!cluster().reloading, Patience);
}

void MonitoredClustersTest::startsOneMore()
{
    m_server->setControlAllowed(true);
    start(1);
    QVERIFY(attach());
    QTRY_VERIFY_WITH_TIMEOUT(areListening(1), Patience);
    QCOMPARE(answer(m_client->requestOfCluster(u"startClusterWorker"_s, 1)), QString());
    QTRY_VERIFY_WITH_TIMEOUT(areListening(2), Patience);
    QCOMPARE(m_cluster->workers().size(), 2);
    QCOMPARE(cluster().wanted, 2);
}

void MonitoredClustersTest::endsAWorkerByItsCommand()
{
    m_server->setControlAllowed(true);
    m_cluster->setRespawn(true);
    start(2);
    QVERIFY(attach());
    QTRY_VERIFY_WITH_TIMEOUT(areListening(2), Patience);
    const ClusterWorkerSnapshot second = cluster().workers[1];
    QCOMPARE(answer(m_client->request(u"kill"_s, {second.command})), QString());
    QTRY_COMPARE_WITH_TIMEOUT(ends().size(), 1, Patience);
    QCOMPARE(ends()[0].id, second.id);
    QCOMPARE(ends()[0].command, second.command);
    QVERIFY(ends()[0].reason == Reason::Crashed);
    QCOMPARE(ends()[0].signalNumber, SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(areListening(2), Patience);
}

void MonitoredClustersTest::disconnectsAll()
{
    m_server->setControlAllowed(true);
    m_cluster->setRespawn(true);
    start(2);
    QVERIFY(attach());
    QTRY_VERIFY_WITH_TIMEOUT(areListening(2), Patience);
    QSignalSpy stopped(m_cluster.get(), &Cluster::stopped);
    QCOMPARE(answer(m_client->requestOfCluster(u"disconnectCluster"_s, 1)), QString());
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), 1, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(ends().size(), 2, Patience);
    for (const ClusterWorkerEnd &end : ends())
        QVERIFY(end.reason == Reason::Disconnected);
    QTRY_VERIFY_WITH_TIMEOUT(cluster().workers.isEmpty(), Patience);
    QCOMPARE(cluster().wanted, 0);
}

void MonitoredClustersTest::refuses_data()
{
    QTest::addColumn<bool>("allowed");
    QTest::addColumn<QString>("what");
    QTest::addColumn<quint64>("number");
    QTest::addColumn<qint64>("deadline");
    QTest::addColumn<QString>("why");
    const QString reload = u"reloadCluster"_s;
    QTest::newRow("no control") << false << reload << quint64(1) << qint64(1)
                                << u"does not allow control"_s;
    QTest::newRow("no such cluster")
        << true << u"startClusterWorker"_s << quint64(7) << qint64(1) << u"no cluster 7"_s;
    QTest::newRow("negative") << true << reload << quint64(1) << qint64(-1) << u"no deadline"_s;
    QTest::newRow("more than a day")
        << true << u"disconnectCluster"_s << quint64(1) << qint64(86'400'001) << u"no deadline"_s;
    QTest::newRow("no request") << true << u"resetCluster"_s << quint64(1) << qint64(1)
                                << u"is not a request"_s;
}

void MonitoredClustersTest::refuses()
{
    QFETCH(const bool, allowed);
    QFETCH(const QString, what);
    QFETCH(const quint64, number);
    QFETCH(const qint64, deadline);
    QFETCH(const QString, why);
    m_server->setControlAllowed(allowed);
    QVERIFY(attach());
    QTRY_COMPARE_WITH_TIMEOUT(m_client->snapshot().clusters.size(), 1, Patience);
    const QString refused
        = answer(m_client->requestOfCluster(what, number, std::chrono::milliseconds(deadline)));
    QVERIFY2(refused.contains(why), qPrintable(refused));
    QVERIFY(m_cluster->workers().isEmpty() && !m_cluster->isReloading());
}

void MonitoredClustersTest::byEnvironment()
{
    m_cluster.reset();
    delete m_server;
    qputenv("ASYNCSPAWNER_MONITOR", "1");
    AsyncSpawner spawner;
    qunsetenv("ASYNCSPAWNER_MONITOR");
    Cluster other(&spawner);
    other.setProgram(ServerProgram);
    other.setObjectName(u"other"_s);
    QVERIFY(attach());
    QTRY_COMPARE_WITH_TIMEOUT(cluster().name, u"other"_s, Patience);
}

QTEST_GUILESS_MAIN(MonitoredClustersTest)
#include "tst_monitoredclusters.moc"
