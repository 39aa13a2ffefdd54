// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <jobs/jobrunner.h>
#include <monitoring/monitorclient.h>
#include <monitoring/monitorserver.h>

#include "common/patience.h"
#include "common/spawnerfixture.h"

#include <QtCore/QJsonObject>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <csignal>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Spawn;
using namespace std::chrono_literals;

// Runners as another process sees them, and what it may ask of them. The script is taskhost.
class MonitoredJobsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void showsScriptsJobsAndWorkers();
    void countsAttempts();
    void summarisesWhatHasEnded();
    void hearsOfEnds();
    void saysWhyEachEnded_data();
    void saysWhyEachEnded();
    void cutsLargeValues();
    void forgetsOldEnds();
    void runnersOfOneQueueAreOne();
    void aRunnerThatIsDeletedIsGone();
    void cancels();
    void reloads();
    void purges();
    void refuses_data();
    void refuses();
    void byEnvironment();

private:
    bool attach();
    JobRunnerSnapshot runner() const { return m_client->snapshot().jobRunners.value(0); }
    JobScriptSnapshot script() const { return runner().scripts.value(0); }
    const QList<JobEnd> &ends() const { return m_client->snapshot().jobEnds; }
    JobReply *run(const QString &what, QJsonObject arguments = {}, const JobOptions &options = {});
    QString ask(const QString &what, const QString &script = {}, const QList<quint64> &jobs = {});

    QTemporaryDir m_runtime;
    SpawnerFixture m_fixture;
    MonitorServer *m_server = nullptr;
    std::unique_ptr<JobRunner> m_runner;
    std::unique_ptr<MonitorClient> m_client;
};

void MonitoredJobsTest::initTestCase()
{
    qputenv("XDG_RUNTIME_DIR", m_runtime.path().toLocal8Bit());
}

void MonitoredJobsTest::init()
{
    m_fixture.begin();
    m_server = new MonitorServer(&m_fixture.spawner(), &m_fixture.spawner());
    QVERIFY2(m_server->listen(), qPrintable(m_server->errorString()));
    JobOptions options;
    options.maxUseCount = 1000;
    m_runner = std::make_unique<JobRunner>(&m_fixture.spawner(), options);
    m_runner->setObjectName(u"thumbnails"_s);
    m_server->add(m_runner.get());
    m_client = std::make_unique<MonitorClient>();
}

void MonitoredJobsTest::cleanup()
{
    m_client.reset();
    m_runner.reset();
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), Patience);
}

bool MonitoredJobsTest::attach()
{
    const QList<MonitorTarget> targets = MonitorClient::targets();
    for (const MonitorTarget &target : targets) {
        if (target.processId == getpid())
            m_client->connectTo(target);
    }
    return QTest::qWaitFor([&] { return m_client->state() == MonitorClient::State::Connected; },
                           Patience);
}

JobReply *MonitoredJobsTest::run(const QString &what, QJsonObject arguments,
                                 const JobOptions &options)
{
    arguments.insert(u"do"_s, what);
    return m_runner->run(TASK_HOST, arguments, options);
}

// The answer, or what there was instead.
QString MonitoredJobsTest::ask(const QString &what, const QString &script,
                               const QList<quint64> &jobs)
{
    QSignalSpy answered(m_client.get(), &MonitorClient::answered);
    m_client->requestOfRunner(what, runner().number, script, jobs);
    if (!QTest::qWaitFor([&] { return !answered.isEmpty(); }, Patience))
        return u"no answer"_s;
    return answered.first().at(1).toString();
}

void MonitoredJobsTest::showsScriptsJobsAndWorkers()
{
    m_runner->setMaxWorkerCount(1);
    m_runner->setMaxProcessCount(3);
    JobOptions later;
    later.priority = -1;
    run(u"spin"_s);
    run(u"sleep"_s, {{u"ms"_s, 1}}, later);
    const JobReply *const second = run(u"echo"_s, {{u"value"_s, u"é"_s}});
    QVERIFY(attach());
    QTRY_COMPARE_WITH_TIMEOUT(runner().jobs.size(), 3, Patience);
    QTRY_VERIFY_WITH_TIMEOUT(runner().workers.value(0).state == JobWorkerSnapshot::State::Busy,
                             Patience);
    QCOMPARE(m_client->snapshot().jobRunners.size(), 1);
    QCOMPARE(runner().number, 1);
    QCOMPARE(runner().name, u"thumbnails"_s);
    QCOMPARE(runner().maxWorkerCount, 1);
    QCOMPARE(runner().maxProcessCount, 3);
    QCOMPARE(runner().queued, 2);
    QCOMPARE(runner().running, 1);
    QVERIFY(!runner().closing);
    QCOMPARE(runner().scripts.size(), 1);
    QCOMPARE(script().script, TASK_HOST);
    QCOMPARE(script().queued, 2);
    QCOMPARE(script().running, 1);

    const JobSnapshot running = runner().jobs[0];
    QVERIFY(running.state == JobSnapshot::State::Running);
    QCOMPARE(running.attempts, 1);
    QVERIFY(running.asked > 0 && running.begun >= running.asked);
    const JobWorkerSnapshot worker = runner().workers[0];
    QCOMPARE(worker.job, running.id);
    QCOMPARE(worker.command, running.command);
    QCOMPARE(worker.script, TASK_HOST);
    const CommandSnapshot command = m_client->snapshot().commands.value(worker.command);
    QVERIFY(command.worker && command.processId != 0);
    // In the order of the queue.
    QCOMPARE(runner().jobs[1].id, second->id());
    QVERIFY(runner().jobs[1].state == JobSnapshot::State::Queued);
    QCOMPARE(runner().jobs[1].payload.value,
             QJsonValue(QJsonObject{{u"do"_s, u"echo"_s}, {u"value"_s, u"é"_s}}));
    QCOMPARE(runner().jobs[2].priority, -1);
    // What came by changes is what the next one finds.
    const JobRunnerSnapshot shown = runner();
    m_client = std::make_unique<MonitorClient>();
    QVERIFY(attach());
    QVERIFY(runner() == shown);
}

void MonitoredJobsTest::countsAttempts()
{
    QVERIFY(attach());
    QTemporaryDir folder;
    JobOptions options;
    options.retryLimit = 3;
    run(u"fail"_s, {{u"error"_s, 1}});
    run(u"dieOnce"_s, {{u"file"_s, folder.filePath(u"died"_s)}}, options);
    QTRY_COMPARE_WITH_TIMEOUT(ends().size(), 2, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(script().retried, 1, Patience);
    QCOMPARE(script().failed, 1);
    QCOMPARE(script().succeeded, 1);
}

void MonitoredJobsTest::summarisesWhatHasEnded()
{
    QVERIFY(attach());
    for (int i = 0; i < 20; ++i)
        run(u"echo"_s);
    QTRY_COMPARE_WITH_TIMEOUT(script().succeeded, 20, Patience);
    for (const DurationSummary &summary : {script().wait, script().run}) {
        QCOMPARE(summary.count, 20);
        QVERIFY(summary.p50.count() > 0);
        QVERIFY(summary.p50 <= summary.p90 && summary.p90 <= summary.p99);
        QVERIFY(summary.p99 <= summary.maximum);
        quint64 counted = 0;
        for (const quint64 count : summary.powersOfTwo)
            counted += count;
        QCOMPARE(counted, 20);
    }
}

void MonitoredJobsTest::hearsOfEnds()
{
    QVERIFY(attach());
    run(u"echo"_s, {{u"value"_s, 7}});
    QTRY_COMPARE_WITH_TIMEOUT(ends().size(), 1, Patience);
    run(u"fail"_s, {{u"error"_s, QJsonObject{{u"message"_s, u"no room"_s}}}});
    QTRY_COMPARE_WITH_TIMEOUT(ends().size(), 2, Patience);
    const JobEnd well = ends()[0];
    QCOMPARE(well.number, 1);
    QCOMPARE(well.runner, runner().number);
    QCOMPARE(well.job, 1);
    QCOMPARE(well.script, TASK_HOST);
    QVERIFY(well.time > 0 && well.processId > 0 && well.elapsed.count() > 0);
    QVERIFY(well.error == JobResult::Error::NoError);
    QCOMPARE(well.attempts, 1);
    QCOMPARE(well.value.value, QJsonValue(7));
    QCOMPARE(well.payload.value[u"do"_s], QJsonValue(u"echo"_s));
    QVERIFY(ends()[1].error == JobResult::Error::ScriptError);
    QVERIFY2(ends()[1].text.contains(u"no room"_s), qPrintable(ends()[1].text));
    QCOMPARE(ends()[1].value.value[u"message"_s], QJsonValue(u"no room"_s));
    // What failed is in the log as well; one who attaches later finds all.
    m_client = std::make_unique<MonitorClient>();
    QVERIFY(attach());
    QCOMPARE(ends().size(), 2);
    QVERIFY(ends()[0] == well);
    QVERIFY(!m_client->snapshot().log.isEmpty());
    const LogSnapshot line = m_client->snapshot().log.last();
    QCOMPARE(line.category, u"spawn.jobs"_s);
    QCOMPARE(line.level, QtWarningMsg);
    QVERIFY2(line.message.contains(u"no room"_s), qPrintable(line.message));
}

void MonitoredJobsTest::saysWhyEachEnded_data()
{
    using Error = JobResult::Error;
    QTest::addColumn<QString>("what");
    QTest::addColumn<QJsonObject>("arguments");
    QTest::addColumn<int>("error");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<int>("signalNumber");
    const auto row = [](const char *name, const QString &what, const QJsonObject &arguments,
                        Error error, int exitCode = -1, int signalNumber = 0) {
        QTest::newRow(name) << what << arguments << int(error) << exitCode << signalNumber;
    };
    row("fails", u"fail"_s, {{u"error"_s, 1}}, Error::ScriptError);
    row("exits", u"exit"_s, {{u"code"_s, 7}}, Error::WorkerDied, 7);
    row("is killed", u"kill"_s, {{u"signal"_s, SIGKILL}}, Error::WorkerDied, -1, SIGKILL);
    row("times out", u"spin"_s, {}, Error::TimedOut, -1, SIGTERM);
}

void MonitoredJobsTest::saysWhyEachEnded()
{
    QFETCH(const QString, what);
    QFETCH(const QJsonObject, arguments);
    QFETCH(const int, error);
    QFETCH(const int, exitCode);
    QFETCH(const int, signalNumber);
    QVERIFY(attach());
    JobOptions options;
    if (what == u"spin"_s)
        options.timeout = 200ms;
    run(what, arguments, options);
    QTRY_COMPARE_WITH_TIMEOUT(ends().size(), 1, Patience);
    QCOMPARE(int(ends()[0].error), error);
    QCOMPARE(ends()[0].exitCode, exitCode);
    QCOMPARE(ends()[0].signalNumber, signalNumber);
    QVERIFY(!ends()[0].text.isEmpty());
}

void MonitoredJobsTest::cutsLargeValues()
{
    QVERIFY(attach());
    run(u"echo"_s, {{u"value"_s, QString(100'000, u'x')}});
    QTRY_COMPARE_WITH_TIMEOUT(ends().size(), 1, Patience);
    QCOMPARE(ends()[0].value.size, 100'002);
    QVERIFY(ends()[0].value.value.toString().size() < 20'000);
    QVERIFY(ends()[0].payload.size > 100'000);
}

// 8 MiB of what they were given and have answered: here some 400 jobs.
void MonitoredJobsTest::forgetsOldEnds()
{
    const QString large(10'000, u'x');
    for (int i = 0; i < 600; ++i)
        run(u"echo"_s, {{u"value"_s, large}});
    QTRY_COMPARE_WITH_TIMEOUT(m_runner->queuedCount() + m_runner->runningCount(), 0, Patience);
    QVERIFY(attach());
    QTRY_VERIFY_WITH_TIMEOUT(!ends().isEmpty() && ends().last().number == 600, Patience);
    QVERIFY2(ends().size() > 300 && ends().size() < 500,
             qPrintable(QString::number(ends().size())));
    QCOMPARE(ends().first().number, 601 - quint64(ends().size()));
}

void MonitoredJobsTest::runnersOfOneQueueAreOne()
{
    m_runner->setObjectName(QString());
    JobRunner *const other = m_runner->defaults({});
    other->setObjectName(u"previews"_s);
    m_server->add(other);
    QVERIFY(attach());
    other->run(TASK_HOST, QJsonObject{{u"do"_s, u"echo"_s}});
    QTRY_COMPARE_WITH_TIMEOUT(ends().size(), 1, Patience);
    QTRY_COMPARE_WITH_TIMEOUT(runner().name, u"previews"_s, Patience);
    QCOMPARE(m_client->snapshot().jobRunners.size(), 1);
    m_runner.reset(); // the queue lives on
    other->run(TASK_HOST, QJsonObject{{u"do"_s, u"echo"_s}});
    QTRY_COMPARE_WITH_TIMEOUT(ends().size(), 2, Patience);
    QCOMPARE(m_client->snapshot().jobRunners.size(), 1);
    delete other;
    QTRY_VERIFY_WITH_TIMEOUT(m_client->snapshot().jobRunners.isEmpty(), Patience);
}

void MonitoredJobsTest::aRunnerThatIsDeletedIsGone()
{
    JobRunner second(&m_fixture.spawner());
    m_server->add(&second);
    QVERIFY(attach());
    QTRY_COMPARE_WITH_TIMEOUT(m_client->snapshot().jobRunners.size(), 2, Patience);
    run(u"spin"_s);
    QTRY_COMPARE_WITH_TIMEOUT(runner().running, 1, Patience);
    m_runner.reset();
    QTRY_COMPARE_WITH_TIMEOUT(m_client->snapshot().jobRunners.size(), 1, Patience);
    QCOMPARE(runner().number, 2);
    QCOMPARE(ends().size(), 1);
    QVERIFY(ends()[0].error == JobResult::Error::Closed);
}

void MonitoredJobsTest::cancels()
{
    m_server->setControlAllowed(true);
    m_runner->setMaxWorkerCount(1);
    const quint64 first = run(u"spin"_s)->id();
    const quint64 second = run(u"echo"_s)->id();
    const quint64 third = run(u"echo"_s)->id();
    QVERIFY(attach());
    QTRY_COMPARE_WITH_TIMEOUT(runner().running, 1, Patience);
    QCOMPARE(ask(u"cancelJobs"_s, {}, {second}), QString());
    QTRY_COMPARE_WITH_TIMEOUT(ends().size(), 1, Patience);
    QCOMPARE(ends()[0].job, second);
    QVERIFY(ends()[0].error == JobResult::Error::Cancelled);
    QCOMPARE(ask(u"cancelJobs"_s, {}, {first, 4711}), QString());
    QTRY_COMPARE_WITH_TIMEOUT(ends().size(), 3, Patience);
    QVERIFY(ends()[1].error == JobResult::Error::Cancelled);
    QCOMPARE(ends()[2].job, third);
    QVERIFY(ends()[2].error == JobResult::Error::NoError);
}

void MonitoredJobsTest::reloads()
{
    m_server->setControlAllowed(true);
    QVERIFY(attach());
    for (const QString &script : {QString(TASK_HOST), QString()}) {
        run(u"echo"_s);
        QTRY_VERIFY_WITH_TIMEOUT(runner().workers.value(0).state == JobWorkerSnapshot::State::Idle,
                                 Patience);
        QCOMPARE(ask(u"reloadScript"_s, script), QString());
        QTRY_VERIFY_WITH_TIMEOUT(runner().workers.isEmpty(), Patience);
    }
}

void MonitoredJobsTest::purges()
{
    m_server->setControlAllowed(true);
    m_runner->setMaxWorkerCount(2);
    QVERIFY(attach());
    run(u"spin"_s);
    run(u"echo"_s);
    QTRY_COMPARE_WITH_TIMEOUT(ends().size(), 1, Patience);
    QCOMPARE(ask(u"purgeWorkers"_s), QString());
    QTRY_COMPARE_WITH_TIMEOUT(runner().workers.size(), 1, Patience);
    QCOMPARE(runner().running, 1);
}

void MonitoredJobsTest::refuses_data()
{
    QTest::addColumn<bool>("allowed");
    QTest::addColumn<QString>("what");
    QTest::addColumn<quint64>("number");
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("why");
    const auto row = [](const char *name, const QString &what, quint64 number,
                        const QString &script, const QString &why, bool allowed = true) {
        QTest::newRow(name) << allowed << what << number << script << why;
    };
    row("no control", u"purgeWorkers"_s, 1, {}, u"does not allow control"_s, false);
    row("no such request", u"purge"_s, 1, {}, u"\"purge\" is not a request"_s);
    row("no such runner", u"purgeWorkers"_s, 7, {}, u"no runner 7"_s);
    row("no such script", u"reloadScript"_s, 1, u"/bin/sh"_s,
        u"\"/bin/sh\" is no script of runner 1"_s);
    row("no job", u"cancelJobs"_s, 1, {}, u"no job is named"_s);
}

void MonitoredJobsTest::refuses()
{
    QFETCH(const bool, allowed);
    QFETCH(const QString, what);
    QFETCH(const quint64, number);
    QFETCH(const QString, script);
    QFETCH(const QString, why);
    m_server->setControlAllowed(allowed);
    run(u"spin"_s);
    QVERIFY(attach());
    QTRY_COMPARE_WITH_TIMEOUT(runner().running, 1, Patience);
    QSignalSpy answered(m_client.get(), &MonitorClient::answered);
    m_client->requestOfRunner(what, number, script);
    QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 1, Patience);
    QVERIFY2(answered[0][1].toString().contains(why), qPrintable(answered[0][1].toString()));
    QCOMPARE(m_runner->runningCount(), 1);
}

void MonitoredJobsTest::byEnvironment()
{
    delete m_server;
    qputenv("ASYNCSPAWNER_MONITOR", "1");
    AsyncSpawner spawner;
    qunsetenv("ASYNCSPAWNER_MONITOR");
    JobRunner other(&spawner);
    other.setObjectName(u"by itself"_s);
    QVERIFY(attach());
    QTRY_COMPARE_WITH_TIMEOUT(runner().name, u"by itself"_s, Patience);
    other.run(TASK_HOST, QJsonObject{{u"do"_s, u"echo"_s}});
    QTRY_COMPARE_WITH_TIMEOUT(ends().size(), 1, Patience);
}

QTEST_GUILESS_MAIN(MonitoredJobsTest)
#include "tst_monitoredjobs.moc"
