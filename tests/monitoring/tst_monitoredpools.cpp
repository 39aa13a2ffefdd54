// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <monitoring/monitorclient.h>
#include <monitoring/monitorserver.h>
#include <workers/workerpool.h>

#include "common/patience.h"
#include "common/spawnerfixture.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <algorithm>
#include <csignal>
#include <functional>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Spawn;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(std::function<void(Spawn::WorkerPool &)>)

// Pools as another process sees them, and what it may ask of them. The workers are scripts/pool.js.
class MonitoredPoolsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void showsProgramsAndWorkers();
    void showsWhatWorkersAreDoing();
    void hearsOfEnds();
    void saysWhyEachEnded_data();
    void saysWhyEachEnded();
    void aPoolThatIsDeletedIsGone();
    void controls();
    void refuses_data();
    void refuses();
    void byEnvironment();
    void ofItsOwnInsteadOfByEnvironment();

private:
    bool attach();
    PoolSnapshot pool() const { return m_client->snapshot().pools.value(0); }
    PoolProgramSnapshot program() const { return pool().programs.value(0); }
    QString ask(const QString &what, const QList<quint64> &workers = {});

    QTemporaryDir m_runtime;
    SpawnerFixture m_fixture;
    MonitorServer *m_server = nullptr;
    std::unique_ptr<WorkerPool> m_pool;
    std::unique_ptr<MonitorClient> m_client;
};

static const QString Program = NODE_POOL;

void MonitoredPoolsTest::initTestCase()
{
    qputenv("XDG_RUNTIME_DIR", m_runtime.path().toLocal8Bit());
}

void MonitoredPoolsTest::init()
{
    m_fixture.begin();
    m_server = new MonitorServer(&m_fixture.spawner(), &m_fixture.spawner());
    QVERIFY2(m_server->listen(), qPrintable(m_server->errorString()));
    m_pool = std::make_unique<WorkerPool>(&m_fixture.spawner());
    m_pool->setRespawnInterval(0ms);
    m_pool->setObjectName(u"thumbnails"_s);
    m_server->add(m_pool.get());
    m_client = std::make_unique<MonitorClient>();
}

void MonitoredPoolsTest::cleanup()
{
    m_client.reset();
    m_pool.reset();
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), Patience);
}

bool MonitoredPoolsTest::attach()
{
    const QList<MonitorTarget> targets = MonitorClient::targets();
    for (const MonitorTarget &target : targets) {
        if (target.processId == getpid())
            m_client->connectTo(target);
    }
    return QTest::qWaitFor([&] { return m_client->state() == MonitorClient::State::Connected; },
                           Patience);
}

// The answer, or what there was instead.
QString MonitoredPoolsTest::ask(const QString &what, const QList<quint64> &workers)
{
    QSignalSpy answered(m_client.get(), &MonitorClient::answered);
    m_client->requestOfPool(what, pool().number, program().program, workers);
    if (!QTest::qWaitFor([&] { return !answered.isEmpty(); }, Patience))
        return u"no answer"_s;
    return answered.first().at(1).toString();
}

static int countOf(const PoolProgramSnapshot &program, WorkerSnapshot::State state)
{
    return int(std::count_if(program.workers.begin(), program.workers.end(),
                             [state](const WorkerSnapshot &w) { return w.state == state; }));
}

void MonitoredPoolsTest::showsProgramsAndWorkers()
{
    m_pool->addWorkers(Program, {}, 2);
    m_pool->addWorkers(TESTWORKER);
    QVERIFY(attach());
    QTRY_COMPARE_WITH_TIMEOUT(pool().programs.size(), 2, Patience);
    QCOMPARE(m_client->snapshot().pools.size(), 1);
    QCOMPARE(pool().name, u"thumbnails"_s);
    QVERIFY(!pool().paused);
    QTRY_COMPARE_WITH_TIMEOUT(countOf(program(), WorkerSnapshot::State::Running), 2, Patience);
    QCOMPARE(program().program, Program);
    QCOMPARE(program().wanted, 2);
    QCOMPARE(pool().programs[1].program, TESTWORKER);
    // Who they are is with their commands.
    for (const WorkerSnapshot &worker : program().workers) {
        const CommandSnapshot command = m_client->snapshot().commands.value(worker.command);
        QVERIFY(command.worker && command.processId != 0);
        QVERIFY(command.arguments.contains(Program));
    }
}

void MonitoredPoolsTest::showsWhatWorkersAreDoing()
{
    QVERIFY(attach());
    m_pool->addWorkers(Program, {u"ignore"_s});
    m_pool->send(QJsonObject{{u"control"_s, u"pause"_s}});
    QTRY_COMPARE_WITH_TIMEOUT(countOf(program(), WorkerSnapshot::State::Paused), 1, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(program().workers[0].handled, 1, Patience);
    m_pool->send(1);
    QTRY_COMPARE_WITH_TIMEOUT(program().queued, 1, Patience);
    m_pool->pause();
    QTRY_VERIFY_WITH_TIMEOUT(pool().paused, Patience);
    QCOMPARE(program().sent, 1);
    QCOMPARE(program().received, 1);
    m_pool->removeWorkers(Program);
    QTRY_COMPARE_WITH_TIMEOUT(countOf(program(), WorkerSnapshot::State::Leaving), 1, Patience);
    QTRY_VERIFY_WITH_TIMEOUT(pool().programs.isEmpty(), Patience);
}

void MonitoredPoolsTest::hearsOfEnds()
{
    m_pool->setRedeliveryLimit(1);
    m_pool->addWorkers(Program);
    QVERIFY(attach());
    QTRY_COMPARE_WITH_TIMEOUT(countOf(program(), WorkerSnapshot::State::Running), 1, Patience);
    const quint64 command = program().workers[0].command;
    m_pool->send(1);
    m_pool->send(QJsonObject{{u"die"_s, u"SIGKILL"_s}}); // twice
    QTRY_COMPARE_WITH_TIMEOUT(m_client->snapshot().workerEnds.size(), 2, Patience);
    const QList<WorkerEnd> ends = m_client->snapshot().workerEnds;
    QCOMPARE(ends[0].number, 1);
    QCOMPARE(ends[0].pool, pool().number);
    QCOMPARE(ends[0].program, Program);
    QCOMPARE(ends[0].command, command);
    QVERIFY(ends[0].processId > 0);
    QVERIFY(ends[0].time > 0);
    QVERIFY(ends[0].reason == WorkerEnd::Reason::Crashed);
    QCOMPARE(ends[0].signalNumber, SIGKILL);
    QCOMPARE(ends[0].handled, 1);
    QCOMPARE(ends[0].sentAgain, 1);
    QCOMPARE(ends[0].dropped, 0);
    QCOMPARE(ends[0].text, u"ended by SIGKILL"_s);
    QCOMPARE(ends[1].sentAgain, 0);
    QCOMPARE(ends[1].dropped, 1);
    // In the log as well; one who attaches later finds both.
    m_client = std::make_unique<MonitorClient>();
    QVERIFY(attach());
    QCOMPARE(m_client->snapshot().workerEnds.size(), 2);
    QVERIFY(!m_client->snapshot().log.isEmpty());
    const LogSnapshot line = m_client->snapshot().log.last();
    QCOMPARE(line.category, u"spawn.workers"_s);
    QVERIFY2(line.message.contains(u"ended by SIGKILL"_s), qPrintable(line.message));
    QCOMPARE(line.level, QtWarningMsg);
}

void MonitoredPoolsTest::saysWhyEachEnded_data()
{
    using Reason = WorkerEnd::Reason;
    QTest::addColumn<QString>("program");
    QTest::addColumn<std::function<void(WorkerPool &)>>("end");
    QTest::addColumn<int>("reason");
    const auto row = [](const char *name, Reason reason, std::function<void(WorkerPool &)> end,
                        const QString &program = Program) {
        QTest::newRow(name) << program << std::move(end) << int(reason);
    };
    const auto saying = [](const QString &word) {
        return [word](WorkerPool &pool) {
            pool.send(QJsonObject{{u"control"_s, word}});
        };
    };
    row("exits", Reason::Exited, [](auto &pool) { pool.send(QJsonObject{{u"code"_s, 3}}); });
    row("crashes", Reason::Crashed, [](auto &pool) {
        pool.send(QJsonObject{{u"die"_s, u"SIGABRT"_s}});
    });
    row(
        "does not start", Reason::FailedToStart, [](auto &) {}, u"/no/such/worker"_s);
    row("is removed", Reason::Removed, [](auto &pool) { pool.removeWorkers(Program); });
    row("is restarted", Reason::Replaced, [](auto &pool) { pool.restartWorkers(Program); });
    row("pauses for too long", Reason::PausedForTooLong, saying(u"pause"_s));
    row("asks for it", Reason::Asked, saying(u"end"_s));
    row("with its pool", Reason::Stopped, [](auto &pool) { pool.stop(); });
}

void MonitoredPoolsTest::saysWhyEachEnded()
{
    QFETCH(const QString, program);
    QFETCH(const std::function<void(WorkerPool &)>, end);
    QFETCH(const int, reason);
    QVERIFY(attach());
    m_pool->setPausedWorkerTimeout(100ms);
    QSignalSpy started(m_pool.get(), &WorkerPool::workerStarted);
    m_pool->addWorkers(program);
    if (program == Program)
        QTRY_COMPARE_WITH_TIMEOUT(started.size(), 1, Patience);
    end(*m_pool);
    QTRY_VERIFY_WITH_TIMEOUT(!m_client->snapshot().workerEnds.isEmpty(), Patience);
    const WorkerEnd first = m_client->snapshot().workerEnds[0];
    QCOMPARE(int(first.reason), reason);
    QVERIFY(!first.text.isEmpty());
}

void MonitoredPoolsTest::aPoolThatIsDeletedIsGone()
{
    WorkerPool second(&m_fixture.spawner());
    m_server->add(&second);
    QVERIFY(attach());
    QTRY_COMPARE_WITH_TIMEOUT(m_client->snapshot().pools.size(), 2, Patience);
    QVERIFY(m_client->snapshot().pools[0].number != m_client->snapshot().pools[1].number);
    m_pool.reset();
    QTRY_COMPARE_WITH_TIMEOUT(m_client->snapshot().pools.size(), 1, Patience);
    QCOMPARE(m_client->snapshot().pools[0].number, 2);
}

void MonitoredPoolsTest::controls()
{
    m_server->setControlAllowed(true);
    m_pool->addWorkers(Program, {}, 2);
    QVERIFY(attach());
    const auto running = [&] {
        return countOf(program(), WorkerSnapshot::State::Running);
    };
    QTRY_COMPARE_WITH_TIMEOUT(running(), 2, Patience);

    QCOMPARE(ask(u"addWorker"_s), QString());
    QTRY_COMPARE_WITH_TIMEOUT(running(), 3, Patience);
    const quint64 first = program().workers[0].command;
    const quint64 second = program().workers[1].command;

    QCOMPARE(ask(u"restartWorkers"_s, {first}), QString());
    QTRY_COMPARE_WITH_TIMEOUT(m_client->snapshot().workerEnds.size(), 1, Patience);
    QCOMPARE(m_client->snapshot().workerEnds[0].command, first);
    QTRY_COMPARE_WITH_TIMEOUT(running(), 3, Patience);

    QCOMPARE(ask(u"removeWorkers"_s, {second}), QString());
    QTRY_COMPARE_WITH_TIMEOUT(m_client->snapshot().workerEnds.size(), 2, Patience);
    QCOMPARE(m_client->snapshot().workerEnds[1].command, second);
    QTRY_COMPARE_WITH_TIMEOUT(program().wanted, 2, Patience);

    QCOMPARE(ask(u"restartWorkers"_s), QString());
    QTRY_COMPARE_WITH_TIMEOUT(m_client->snapshot().workerEnds.size(), 4, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(running(), 2, Patience);
    QCOMPARE(ask(u"removeWorkers"_s), QString());
    QTRY_VERIFY_WITH_TIMEOUT(pool().programs.isEmpty(), Patience);
    QCOMPARE(m_client->snapshot().workerEnds.size(), 6);
}

void MonitoredPoolsTest::refuses_data()
{
    QTest::addColumn<bool>("allowed");
    QTest::addColumn<quint64>("number");
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("why");
    QTest::newRow("no control") << false << quint64(1) << Program << u"does not allow control"_s;
    QTest::newRow("no such pool") << true << quint64(7) << Program << u"no pool 7"_s;
    QTest::newRow("no such program")
        << true << quint64(1) << u"/bin/sh"_s << u"\"/bin/sh\" is no program of pool 1"_s;
}

void MonitoredPoolsTest::refuses()
{
    QFETCH(const bool, allowed);
    QFETCH(const quint64, number);
    QFETCH(const QString, program);
    QFETCH(const QString, why);
    m_server->setControlAllowed(allowed);
    m_pool->addWorkers(Program);
    QVERIFY(attach());
    QTRY_COMPARE_WITH_TIMEOUT(pool().programs.size(), 1, Patience);
    QSignalSpy answered(m_client.get(), &MonitorClient::answered);
    m_client->requestOfPool(u"addWorker"_s, number, program);
    QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 1, Patience);
    QVERIFY2(answered[0][1].toString().contains(why), qPrintable(answered[0][1].toString()));
    QCOMPARE(m_pool->workers(Program).size(), 1);
    QCOMPARE(m_pool->programs(), QStringList{Program});
}

void MonitoredPoolsTest::byEnvironment()
{
    delete m_server;
    qputenv("ASYNCSPAWNER_MONITOR", "1");
    AsyncSpawner spawner;
    qunsetenv("ASYNCSPAWNER_MONITOR");
    WorkerPool other(&spawner);
    other.addWorkers(TESTWORKER);
    QVERIFY(attach());
    QTRY_COMPARE_WITH_TIMEOUT(program().program, TESTWORKER, Patience);
}

void MonitoredPoolsTest::ofItsOwnInsteadOfByEnvironment()
{
    delete m_server;
    qputenv("ASYNCSPAWNER_MONITOR", "1");
    AsyncSpawner spawner;
    qunsetenv("ASYNCSPAWNER_MONITOR");
    // Of this process: others that have helpers are named, too.
    const auto names = [] {
        QStringList list;
        const QList<MonitorTarget> targets = MonitorClient::targets();
        for (const MonitorTarget &target : targets) {
            if (target.processId == getpid())
                list.append(target.name);
        }
        return list;
    };
    QCOMPARE(names(), QStringList{QCoreApplication::applicationName()});
    MonitorServer own(&spawner);
    QVERIFY(own.listen(u"its own"_s));
    QCOMPARE(names(), QStringList{u"its own"_s});
}

QTEST_GUILESS_MAIN(MonitoredPoolsTest)
#include "tst_monitoredpools.moc"
