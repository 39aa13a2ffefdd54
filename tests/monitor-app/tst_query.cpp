// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cluster/cluster.h>
#include <jobs/jobrunner.h>
#include <monitoring/monitorserver.h>
#include <workers/workerpool.h>

#include "common/commandspy.h"
#include "common/heldcommand.h"
#include "common/patience.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <csignal>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Spawn;

// The program itself, beside an application that is this test.
class QueryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void lists();
    void shows();
    void showsRestarts();
    void watches();
    void asks();
    void showsWorkers();
    void asksOfWorkers();
    void showsJobs();
    void watchesJobs();
    void asksOfJobs();
    void withoutClusters();
    void asksOfClusters();
    void badArguments_data();
    void badArguments();
    void nobodyIsThere();
    void nobodyReads();

private:
    struct Answer
    {
        int status = -1;
        QByteArray output;
        QByteArray error;
    };
    static Answer ask(const QStringList &arguments);
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    QTemporaryDir m_runtime;
    SpawnerFixture m_fixture;
    MonitorServer *m_server = nullptr;
    const QString m_self = QString::number(getpid());
};

static QJsonObject object(const QByteArray &line)
{
    return QJsonDocument::fromJson(line).object();
}

void QueryTest::initTestCase()
{
    qputenv("XDG_RUNTIME_DIR", m_runtime.path().toLocal8Bit());
}

void QueryTest::init()
{
    m_fixture.begin();
    m_server = new MonitorServer(&spawner(), &spawner());
    QVERIFY(m_server->listen(u"photo \u001bindexer"_s));
}

void QueryTest::cleanup()
{
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000);
}

// Our own event loop goes on meanwhile, as an application's does.
QueryTest::Answer QueryTest::ask(const QStringList &arguments)
{
    QProcess monitor;
    monitor.start(QStringLiteral(MONITOR_PROGRAM), arguments);
    const bool ended
        = QTest::qWaitFor([&] { return monitor.state() == QProcess::NotRunning; }, Patience);
    if (!ended)
        monitor.kill();
    return {monitor.exitCode(), monitor.readAllStandardOutput(), monitor.readAllStandardError()};
}

void QueryTest::lists()
{
    const Answer text = ask({u"list"_s});
    QCOMPARE(text.status, 0);
    QVERIFY2(text.output.contains(m_self.toUtf8() + "  photo \\x1bindexer  ready"),
             text.output.constData());
    const Answer json = ask({u"list"_s, u"--json"_s});
    bool found = false;
    const QList<QByteArray> lines = json.output.trimmed().split('\n');
    for (const QByteArray &line : lines)
        found = found || object(line).value("pid"_L1).toInteger() == getpid();
    QVERIFY(found);
}

void QueryTest::shows()
{
    spawner().setMaxRunningCount(1);
    CommandSpy ended(spawner().aspawn(testChild({u"exit"_s, u"3"_s})));
    QVERIFY(ended.waitForGone());
    CommandSpy running(spawner().aspawn(heldCommand(0)));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted(), Patience);
    CommandSpy waiting(spawner().aspawn({u"true"_s, u"a b"_s}));
    const Answer text = ask({u"show"_s, m_self});
    QCOMPARE(text.status, 0);
    QVERIFY2(text.output.contains("1 waiting") && text.output.contains("1 of 1 running")
                 && text.output.contains("1 failed") && text.output.contains("true 'a b'"),
             text.output.constData());
    const Answer json = ask({u"show"_s, u"--json"_s, m_self});
    const QJsonObject shown = object(json.output);
    QCOMPARE(shown.value("helper"_L1).toObject().value("pid"_L1).toInteger(),
             spawner().helperProcessId());
    const QJsonArray commands = shown.value("commands"_L1).toArray();
    QCOMPARE(commands.size(), 3);
    QCOMPARE(commands[0].toObject().value("exitCode"_L1).toInt(), 3);
    QCOMPARE(commands[1].toObject().value("state"_L1).toString(), u"Running"_s);
    running.reply()->write("x");
    QVERIFY(running.waitForGone() && waiting.waitForGone());
}

void QueryTest::showsRestarts()
{
    QVERIFY(ask({u"restarts"_s, m_self}).output.startsWith("No restarts"));
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    const qint64 helper = spawner().helperProcessId();
    kill(static_cast<pid_t>(helper), SIGABRT);
    QTRY_COMPARE_WITH_TIMEOUT(spawner().restartHistory().size(), 1, Patience);
    const Answer text = ask({u"restarts"_s, m_self});
    QCOMPARE(text.status, 0);
    QVERIFY2(text.output.contains("killed by signal SIGABRT"), text.output.constData());
    const QJsonObject restart = object(ask({u"restarts"_s, m_self, u"--json"_s}).output);
    QCOMPARE(restart.value("pid"_L1).toInteger(), helper);
    QCOMPARE(restart.value("reason"_L1).toString(), u"Crashed"_s);
    QCOMPARE(restart.value("signal"_L1).toInt(), SIGABRT);
}

void QueryTest::watches()
{
    CommandSpy before(spawner().aspawn({u"true"_s}));
    QVERIFY(before.waitForGone());
    CommandSpy held(spawner().aspawn(heldCommand(0)));
    QTRY_VERIFY_WITH_TIMEOUT(held.hasStarted(), Patience);
    QProcess monitor;
    monitor.start(QStringLiteral(MONITOR_PROGRAM), {u"watch"_s, u"--json"_s, m_self});
    QByteArray output;
    const auto told = [&](quint64 id, const char *state) {
        output += monitor.readAllStandardOutput();
        const QList<QByteArray> lines = output.split('\n');
        return std::count_if(lines.begin(), lines.end(), [&](const QByteArray &line) {
            const QJsonObject command = object(line).value("command"_L1).toObject();
            return command.value("id"_L1).toInteger() == qint64(id)
                && command.value("state"_L1).toString() == QLatin1StringView(state);
        });
    };
    QTRY_COMPARE_WITH_TIMEOUT(told(held.id(), "Running"), 1, Patience);
    CommandSpy later(spawner().aspawn({u"true"_s}));
    QTRY_COMPARE_WITH_TIMEOUT(told(later.id(), "Finished"), 1, Patience);
    held.reply()->write("x");
    QTRY_COMPARE_WITH_TIMEOUT(told(held.id(), "Finished"), 1, Patience);
    QCOMPARE(told(before.id(), "Finished"), 0);
    delete m_server; // the application's end is the end
    QTRY_COMPARE_WITH_TIMEOUT(monitor.state(), QProcess::NotRunning, Patience);
    QCOMPARE(monitor.exitCode(), 0);
}

void QueryTest::asks()
{
    CommandSpy one(spawner().aspawn(heldCommand(0)));
    CommandSpy two(spawner().aspawn(heldCommand(0)));
    QTRY_VERIFY_WITH_TIMEOUT(one.hasStarted() && two.hasStarted(), Patience);
    const QString first = QString::number(one.id());
    const Answer refused = ask({u"kill"_s, m_self, first});
    QCOMPARE(refused.status, 1);
    QVERIFY2(refused.error.contains("does not allow control"), refused.error.constData());
    m_server->setControlAllowed(true);
    QCOMPARE(ask({u"kill"_s, m_self, first}).status, 0);
    QVERIFY(one.waitForGone());
    QCOMPARE(one.result().signalNumber, SIGKILL);
    QCOMPARE(ask({u"signal"_s, m_self, u"sigusr2"_s, QString::number(two.id())}).status, 0);
    QVERIFY(two.waitForGone());
    QCOMPARE(two.result().signalNumber, SIGUSR2);
    const Answer ended = ask({u"cancel"_s, m_self, first});
    QCOMPARE(ended.status, 1);
    QVERIFY(ended.error.contains("No command " + first.toUtf8()));
}

void QueryTest::showsWorkers()
{
    const Answer none = ask({u"workers"_s, m_self});
    QCOMPARE(none.status, 0);
    QVERIFY(none.output.startsWith("No pools."));

    WorkerPool pool(&spawner());
    pool.setObjectName(u"parsers"_s);
    pool.setRespawnInterval(std::chrono::milliseconds(0));
    m_server->add(&pool);
    pool.addWorkers(POOL_WORKER, {}, 2);
    QTRY_VERIFY_WITH_TIMEOUT(ask({u"workers"_s, m_self}).output.contains("2 of 2 running"),
                             Patience);
    pool.send(QJsonObject{{u"die"_s, u"SIGKILL"_s}});
    QTRY_VERIFY_WITH_TIMEOUT(ask({u"workers"_s, m_self}).output.contains("Crashed: SIGKILL"),
                             Patience);
    const QByteArray text = ask({u"workers"_s, m_self}).output;
    QVERIFY2(text.contains("\nparsers "), text.constData());
    QVERIFY2(text.contains("\n  pool.js "), text.constData());
    QVERIFY2(text.contains("\n    Worker #"), text.constData());
    const QJsonObject object
        = QJsonDocument::fromJson(ask({u"workers"_s, m_self, u"--json"_s}).output).object();
    QCOMPARE(object[u"name"].toString(), u"parsers"_s);
    QCOMPARE(object[u"ends"].toArray().size(), 1);
    QCOMPARE(object[u"ends"][0][u"signal"].toInt(), SIGKILL);
    const QJsonObject all
        = QJsonDocument::fromJson(ask({u"show"_s, m_self, u"--json"_s}).output).object();
    QCOMPARE(all[u"pools"].toArray().size(), 1);
    QCOMPARE(all[u"workerEnds"].toArray().size(), 1);
}

void QueryTest::asksOfWorkers()
{
    WorkerPool pool(&spawner());
    pool.setRespawnInterval(std::chrono::milliseconds(0));
    m_server->add(&pool);
    m_server->setControlAllowed(true);
    pool.addWorkers(POOL_WORKER, {}, 2);
    QTRY_VERIFY_WITH_TIMEOUT(ask({u"workers"_s, m_self}).output.contains("2 of 2 running"),
                             Patience);
    const QString program = u"pool.js"_s;
    QSignalSpy finished(&pool, &WorkerPool::workerFinished);
    QCOMPARE(ask({u"add-worker"_s, m_self, program}).status, 0);
    QTRY_COMPARE_WITH_TIMEOUT(pool.workers(POOL_WORKER).size(), 3, Patience);
    QCOMPARE(ask({u"restart-workers"_s, m_self, POOL_WORKER}).status, 0);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 3, Patience);
    QTRY_VERIFY_WITH_TIMEOUT(ask({u"workers"_s, m_self}).output.contains("3 of 3 running"),
                             Patience);
    const QJsonObject object
        = QJsonDocument::fromJson(ask({u"workers"_s, m_self, u"--json"_s}).output).object();
    const qint64 id = object[u"programs"][0][u"workers"][1][u"command"].toInteger();
    QCOMPARE(ask({u"remove-workers"_s, m_self, program, QString::number(id)}).status, 0);
    QTRY_COMPARE_WITH_TIMEOUT(pool.workers(POOL_WORKER).size(), 2, Patience);

    const Answer unknown = ask({u"add-worker"_s, m_self, u"other.js"_s});
    QCOMPARE(unknown.status, 1);
    QVERIFY2(unknown.error.contains("\"other.js\""), unknown.error.constData());
    WorkerPool twin(&spawner());
    m_server->add(&twin);
    twin.addWorkers(POOL_WORKER);
    QTRY_VERIFY_WITH_TIMEOUT(
        ask({u"add-worker"_s, m_self, program}).error.contains("More than one program"), Patience);
}

static QJsonObject task(const QString &what)
{
    return {{u"do"_s, what}};
}

void QueryTest::showsJobs()
{
    QVERIFY(ask({u"jobs"_s, m_self}).output.startsWith("This application runs no jobs"));
    JobRunner runner(&spawner());
    runner.setObjectName(u"thumb\u001bnails"_s);
    runner.setMaxWorkerCount(1);
    m_server->add(&runner);
    QSignalSpy ended(&runner, &JobRunner::jobFinished);
    runner.run(TASK_HOST, task(u"echo"_s));
    runner.run(TASK_HOST, QJsonObject{{u"do"_s, u"fail"_s}, {u"error"_s, u"no \u001broom"_s}});
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 2, Patience);
    runner.run(TASK_HOST, task(u"spin"_s));
    const quint64 waiting = runner.run(TASK_HOST, task(u"echo"_s))->id();
    QTRY_VERIFY_WITH_TIMEOUT(ask({u"jobs"_s, m_self}).output.contains("1 of 1 running"), Patience);
    const QByteArray text = ask({u"jobs"_s, m_self}).output;
    QVERIFY2(text.contains("thumb\\x1bnails") && text.contains("  taskhost")
                 && text.contains("    Job #" + QByteArray::number(waiting) + ' ')
                 && text.contains(" Queued ") && text.contains("Succeeded")
                 && text.contains("Failed: no \\x1broom"),
             text.constData());
    const QJsonObject shown = object(ask({u"jobs"_s, u"--json"_s, m_self}).output);
    QCOMPARE(shown[u"ends"_s].toArray().size(), 2);
    QCOMPARE(shown[u"scripts"_s][0][u"queued"_s], QJsonValue(1));
    QCOMPARE(shown[u"jobs"_s][1][u"payload"_s], QJsonValue(task(u"echo"_s)));
}

void QueryTest::watchesJobs()
{
    JobRunner runner(&spawner());
    m_server->add(&runner);
    QSignalSpy ended(&runner, &JobRunner::jobFinished);
    runner.run(TASK_HOST, task(u"pid"_s)); // no news
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, Patience);
    QProcess monitor;
    monitor.start(QStringLiteral(MONITOR_PROGRAM), {u"watch"_s, m_self});
    QByteArray output;
    const auto said = [&](const QByteArray &text) {
        output += monitor.readAllStandardOutput();
        return output.contains(text);
    };
    CommandSpy held(spawner().aspawn(heldCommand(0)));
    QTRY_VERIFY_WITH_TIMEOUT(said("testchild"), Patience); // it is there
    runner.run(TASK_HOST, QJsonObject{{u"do"_s, u"exit"_s}, {u"code"_s, 7}});
    QTRY_VERIFY_WITH_TIMEOUT(said("job ended  taskhost (job 2): Worker died: code 7  after "),
                             Patience);
    QVERIFY(!said("(job 1)"));
    monitor.kill();
    QVERIFY(monitor.waitForFinished());
    held.reply()->write("x");
    QVERIFY(held.waitForGone());
}

void QueryTest::asksOfJobs()
{
    JobOptions options;
    options.maxUseCount = 9;
    JobRunner runner(&spawner(), options);
    JobRunner other(&spawner(), options);
    other.setObjectName(u"others"_s);
    m_server->add(&runner);
    m_server->add(&other);
    runner.setMaxWorkerCount(1);
    QSignalSpy ended(&runner, &JobRunner::jobFinished);
    QSignalSpy endedThere(&other, &JobRunner::jobFinished);
    runner.run(TASK_HOST, task(u"spin"_s));
    runner.run(TASK_HOST, task(u"spin"_s));
    other.run(TASK_HOST, task(u"spin"_s));
    QTRY_COMPARE_WITH_TIMEOUT(other.runningCount(), 1, Patience);
    Answer refused;
    QTRY_VERIFY_WITH_TIMEOUT(
        (refused = ask({u"cancel-job"_s, m_self, u"2"_s})).error.contains("does not allow control"),
        Patience);
    QCOMPARE(refused.status, 1);
    m_server->setControlAllowed(true);
    QCOMPARE(ask({u"cancel-job"_s, m_self, u"2"_s}).status, 0);
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, Patience);
    const Answer two = ask({u"cancel-job"_s, m_self, u"1"_s});
    QVERIFY2(two.error.contains("More than one runner has a job 1: name it 1/1."),
             two.error.constData());
    QCOMPARE(ask({u"cancel-job"_s, m_self, u"others/1"_s, u"1/1"_s}).status, 0);
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 2, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(endedThere.size(), 1, Patience);
    const Answer gone = ask({u"cancel-job"_s, m_self, u"others/1"_s});
    QVERIFY2(gone.error.contains("No job others/1 waits or runs."), gone.error.constData());

    for (const QStringList &script : {QStringList{u"taskhost"_s}, QStringList()}) {
        runner.run(TASK_HOST, task(u"pid"_s));
        QTRY_VERIFY_WITH_TIMEOUT(runner.runningCount() == 0 && runner.queuedCount() == 0, Patience);
        QCOMPARE(runner.processCount(), 1);
        QCOMPARE(ask(QStringList{u"reload-jobs"_s, m_self} + script).status, 0);
        QTRY_COMPARE_WITH_TIMEOUT(runner.processCount(), 0, Patience);
    }
    const Answer unknown = ask({u"reload-jobs"_s, m_self, u"/bin/sh"_s});
    QCOMPARE(unknown.status, 1);
    QVERIFY2(unknown.error.contains("No runner has a script \"/bin/sh\"."),
             unknown.error.constData());
}

void QueryTest::withoutClusters()
{
    const Answer none = ask({u"clusters"_s, m_self});
    QCOMPARE(none.status, 0);
    QVERIFY2(none.output.startsWith("No clusters."), none.output.constData());
    const Answer reload = ask({u"reload-cluster"_s, m_self});
    QCOMPARE(reload.status, 1);
    QVERIFY2(reload.error.contains("It shows no cluster."), reload.error.constData());
    const Answer named = ask({u"reload-cluster"_s, m_self, u"we\u001bb"_s});
    QVERIFY2(named.error.contains("It has no cluster \"we\\x1bb\"."), named.error.constData());
    const QJsonObject all = object(ask({u"show"_s, u"--json"_s, m_self}).output);
    QVERIFY(all[u"clusters"_s].isArray() && all[u"clusterEnds"_s].isArray());
}

void QueryTest::asksOfClusters()
{
    Cluster cluster(&spawner());
    cluster.setObjectName(u"web"_s);
    cluster.setProgram(SERVER);
    m_server->add(&cluster);
    QSignalSpy listening(&cluster, &Cluster::workerListening);
    QSignalSpy reloaded(&cluster, &Cluster::reloaded);
    cluster.startWorker();
    cluster.startWorker();
    QTRY_COMPARE_WITH_TIMEOUT(listening.size(), 2, Patience);
    const Answer text = ask({u"clusters"_s, m_self});
    QCOMPARE(text.status, 0);
    QVERIFY2(text.output.contains("2 of 2 running") && text.output.contains("\n  127.0.0.1:")
                 && text.output.contains("\n  Worker 2 "),
             text.output.constData());
    const Answer refused = ask({u"reload-cluster"_s, m_self, u"web"_s});
    QVERIFY2(refused.error.contains("does not allow control"), refused.error.constData());
    m_server->setControlAllowed(true);
    QCOMPARE(ask({u"reload-cluster"_s, m_self, u"web"_s}).status, 0);
    QTRY_COMPARE_WITH_TIMEOUT(reloaded.size(), 1, Patience);
    const QJsonObject shown = object(ask({u"clusters"_s, u"--json"_s, m_self}).output);
    QCOMPARE(shown[u"name"_s].toString(), u"web"_s);
    QCOMPARE(shown[u"workers"_s].toArray().size(), 2);
    const QJsonArray ends = shown[u"ends"_s].toArray();
    QCOMPARE(ends.size(), 2);
    QCOMPARE(ends[0][u"reason"_s].toString(), u"Replaced"_s);
}

void QueryTest::badArguments_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("culprit");
    QTest::newRow("option") << QStringList{u"list"_s, u"--colour"_s} << u"--colour"_s;
    QTest::newRow("two applications") << QStringList{u"show"_s, u"1"_s, u"2"_s} << u"show"_s;
    QTest::newRow("list of one") << QStringList{u"list"_s, u"1"_s} << u"list"_s;
    QTest::newRow("no command") << QStringList{u"kill"_s, u"1"_s} << u"kill"_s;
    QTest::newRow("no number") << QStringList{u"kill"_s, u"1"_s, u"xyz"_s} << u"xyz"_s;
    QTest::newRow("no signal") << QStringList{u"signal"_s, u"1"_s, u"SIGNOSUCH"_s, u"1"_s}
                               << u"SIGNOSUCH"_s;
    QTest::newRow("signal 0") << QStringList{u"signal"_s, u"1"_s, u"0"_s, u"1"_s} << u"0"_s;
    QTest::newRow("no job") << QStringList{u"cancel-job"_s, u"1"_s} << u"cancel-job"_s;
    QTest::newRow("two scripts") << QStringList{u"reload-jobs"_s, u"1"_s, u"a.js"_s, u"b.js"_s}
                                 << u"reload-jobs"_s;
    QTest::newRow("two clusters") << QStringList{u"reload-cluster"_s, u"1"_s, u"a"_s, u"b"_s}
                                  << u"reload-cluster"_s;
    QTest::newRow("no application of a cluster")
        << QStringList{u"reload-cluster"_s} << u"reload-cluster"_s;
    QTest::newRow("no program") << QStringList{u"remove-workers"_s, u"1"_s} << u"remove-workers"_s;
    QTest::newRow("more than a program")
        << QStringList{u"add-worker"_s, u"1"_s, u"a.js"_s, u"2"_s} << u"add-worker"_s;
    QTest::newRow("no number of a worker")
        << QStringList{u"restart-workers"_s, u"1"_s, u"a.js"_s, u"first"_s} << u"first"_s;
    QTest::newRow("JSON of a request") << QStringList{u"kill"_s, u"--json"_s} << u"--json"_s;
}

void QueryTest::badArguments()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, culprit);
    const Answer answer = ask(arguments);
    QCOMPARE(answer.status, 2);
    QVERIFY2(answer.error.contains(culprit.toUtf8()), answer.error.constData());
    QVERIFY(answer.output.isEmpty());
}

void QueryTest::nobodyIsThere()
{
    const Answer answer = ask({u"show"_s, u"no such application"_s});
    QCOMPARE(answer.status, 1);
    QVERIFY(answer.error.contains("no such application"));
}

void QueryTest::nobodyReads()
{
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    QProcess shell;
    shell.start(
        u"sh"_s,
        {u"-c"_s, u"%1 show %2 | true; echo done"_s.arg(QStringLiteral(MONITOR_PROGRAM), m_self)});
    QTRY_COMPARE_WITH_TIMEOUT(shell.state(), QProcess::NotRunning, Patience);
    QCOMPARE(shell.readAllStandardOutput(), "done\n");
    QCOMPARE(shell.readAllStandardError(), "");
}

QTEST_GUILESS_MAIN(QueryTest)
#include "tst_query.moc"
