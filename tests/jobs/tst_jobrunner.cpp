// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobtest.h"

#include <QtCore/QSet>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>

#include <csignal>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Spawn;
using Error = JobResult::Error;

// Jobs that are run one after the other or side by side: which worker runs them, and what comes
// back.
class JobRunnerTest : public JobTest
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void jr01_ping_data() { addKinds(); }
    void jr01_ping();
    void jr02_refusedWithTheReason_data();
    void jr02_refusedWithTheReason();
    void jr03_whereScriptsAre_data();
    void jr03_whereScriptsAre();
    void jr04_twoAtOnceInTheirOrder_data() { addKinds(); }
    void jr04_twoAtOnceInTheirOrder();
    void jr05_useCount_data() { addKinds(); }
    void jr05_useCount();
    void jr09_idleTimeout_data() { addKinds(); }
    void jr09_idleTimeout();
    void jr22_defaults();
    void priority();
    void leastRecentlyUsedWorkerMakesRoom();
    void recycledWhenItHasGrown();
    void reloadAndPurge();
    void sharedWorkers();
    void functionThatReturnsTheValue();
    void programInPython();
};

void JobRunnerTest::jr01_ping()
{
    QFETCH(QString, script);
    QFETCH(JobOptions, options);
    const QJsonValue values[] = {QJsonValue(),
                                 true,
                                 1.5,
                                 u"\u00e4\u20ac\n\"\U0001f600"_s,
                                 QJsonArray{1, u"two"_s},
                                 QJsonObject{{u"a"_s, QJsonObject()}}};
    options.maxUseCount = 100;
    for (const QJsonValue &value : values) {
        const JobResult result = resultOf(script, task(u"echo"_s, {{u"value"_s, value}}), options);
        QCOMPARE(result.error, Error::NoError);
        QCOMPARE(result.value, value);
        QVERIFY(result.isSuccess() && result.text.isEmpty());
        QCOMPARE(result.attempts, 1);
        QVERIFY(result.processId > 0);
    }
    QCOMPARE(resultOf(JOB_SCRIPTS + u"/ping.js"_s, {}).value, QJsonValue());
}

void JobRunnerTest::jr02_refusedWithTheReason_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<JobOptions>("options");
    QTest::addColumn<Error>("error");
    QTest::addColumn<QString>("text");

    const QString ping = JOB_SCRIPTS + u"/ping.js"_s;
    QTest::newRow("no script") << QString() << JobOptions() << Error::ScriptNotFound
                               << u"qworker: missing script name"_s;
    QTest::newRow("a script that is not there")
        << u"/no/such"_s << JobOptions() << Error::ScriptNotFound
        << u"Cannot find module '/no/such'"_s;
    QTest::newRow("a file that nothing runs")
        << JOB_SCRIPTS + u"/table.json"_s << JobOptions() << Error::ScriptNotFound
        << u"\"%1/table.json\" is no script, no plug-in and no program"_s.arg(JOB_SCRIPTS);
    JobOptions options;
    options.timeout = -1ms;
    QTest::newRow("a time that is negative")
        << ping << options << Error::FailedToStart
        << u"The option timeout is -1, and has to be from 0 to 2147483647"_s;
    options = {};
    options.niceLevel = 40;
    QTest::newRow("a nice level that there is not")
        << ping << options << Error::FailedToStart
        << u"The option niceLevel is 40, and has to be from -20 to 19"_s;
    options = {};
    options.maxUseCount = 0;
    QTest::newRow("a worker that no job may use")
        << ping << options << Error::FailedToStart
        << u"The option maxUseCount is 0, and has to be at least 1"_s;
}

void JobRunnerTest::jr02_refusedWithTheReason()
{
    QFETCH(QString, script);
    QFETCH(JobOptions, options);
    QFETCH(Error, error);
    QFETCH(QString, text);
    const JobResult result = resultOf(script, {}, options);
    QCOMPARE(result.error, error);
    QCOMPARE(result.text, text);
    QCOMPARE(result.attempts, 0);
    QCOMPARE(m_runner->processCount(), 0);
    if (error == Error::ScriptNotFound && !script.isEmpty())
        QCOMPARE(result.errorValue[u"code"], u"MODULE_NOT_FOUND"_s);
}

void JobRunnerTest::jr03_whereScriptsAre_data()
{
    QTest::addColumn<QString>("directory");
    QTest::addColumn<QString>("script");

    const QString scripts = JOB_SCRIPTS;
    QTest::newRow("absolute, with the suffix") << u"/"_s << scripts + u"/ping.js"_s;
    QTest::newRow("absolute, without it") << u"/"_s << scripts + u"/ping"_s;
    QTest::newRow("relative to the directory") << scripts << u"ping.js"_s;
    QTest::newRow("relative, without the suffix") << scripts << u"ping"_s;
    QTest::newRow("with a dot") << scripts << u"./ping"_s;
    QTest::newRow("above the directory") << scripts + u"/folder"_s << u"../ping"_s;
    QTest::newRow("a directory that is relative itself")
        << QDir::current().relativeFilePath(scripts) << u"ping"_s;
    QTest::newRow("a folder with an index.js") << scripts << u"folder"_s;
}

void JobRunnerTest::jr03_whereScriptsAre()
{
    QFETCH(QString, directory);
    QFETCH(QString, script);
    JobOptions options;
    options.scriptDirectory = directory;
    const JobResult result = resultOf(script, 7, options);
    QCOMPARE(result.text, QString());
    QCOMPARE(result.value, QJsonValue(7));
}

void JobRunnerTest::jr04_twoAtOnceInTheirOrder()
{
    QFETCH(QString, script);
    QFETCH(JobOptions, options);
    options.maxUseCount = 3;
    int most = 0;
    QList<quint64> started;
    connect(m_runner.get(), &JobRunner::trace, this, [&](const QJsonObject &step) {
        most = qMax(most, m_runner->runningCount());
        if (step[u"event"] == "job started"_L1)
            started.append(static_cast<quint64>(step[u"job"].toInteger()));
    });
    for (int i = 0; i < 6; ++i)
        run(script, task(u"sleep"_s, {{u"ms"_s, 100}}), options);
    QVERIFY(spy().waitForAll());
    QCOMPARE(most, 2);
    QCOMPARE(started, spy().ids);
    for (const JobResult &result : spy().results) {
        QCOMPARE(result.text, QString());
        QVERIFY(result.elapsed >= 95ms); // a timer of Node's may be early by a millisecond or two
    }
    // The times at which they began, and at most two of them in each 100 ms.
    QList<qint64> times;
    for (const JobResult &result : spy().results)
        times.append(result.value.toInteger());
    std::sort(times.begin(), times.end());
    for (qsizetype i = 2; i < times.size(); ++i)
        QVERIFY2(times[i] - times[i - 2] >= 99,
                 qPrintable(QString::number(times[i] - times[i - 2])));
}

void JobRunnerTest::jr05_useCount()
{
    QFETCH(QString, script);
    QFETCH(JobOptions, options);
    const auto pids = [&](int jobs) {
        QList<qint64> all;
        for (int i = 0; i < jobs; ++i)
            all.append(resultOf(script, task(u"pid"_s), options).value.toInteger());
        return all;
    };
    const QList<qint64> once = pids(2);
    QVERIFY(once[0] > 0 && once[1] > 0 && once[0] != once[1]);
    options.maxUseCount = 2;
    const QList<qint64> twice = pids(3);
    QCOMPARE(twice[0], twice[1]);
    QVERIFY(twice[2] > 0 && twice[1] != twice[2]);
}

void JobRunnerTest::jr09_idleTimeout()
{
    QFETCH(QString, script);
    QFETCH(JobOptions, options);
    options.maxUseCount = 100;
    options.idleTimeout = 50ms;
    const qint64 first = resultOf(script, task(u"pid"_s), options).value.toInteger();
    QTRY_VERIFY_WITH_TIMEOUT(!Leftovers::isAlive(first), 500);
    const qint64 second = resultOf(script, task(u"pid"_s), options).value.toInteger();
    QVERIFY(second > 0 && second != first);
}

void JobRunnerTest::jr22_defaults()
{
    JobOptions options;
    options.maxUseCount = 10;
    options.timeout = 100ms;
    const std::unique_ptr<JobRunner> other(m_runner->defaults(options));
    other->setMaxWorkerCount(1);
    QCOMPARE(m_runner->maxWorkerCount(), 1); // a limit for both
    QCOMPARE(other->options().maxUseCount, 10);
    QVERIFY(!m_runner->options().maxUseCount);

    // One queue: the second waits for the first, and runs in its worker.
    QSignalSpy finishedHere(m_runner.get(), &JobRunner::jobFinished);
    QSignalSpy finishedThere(other.get(), &JobRunner::jobFinished);
    JobOptions reused;
    reused.maxUseCount = 10;
    const JobReply *const here = run(u"tasks"_s, task(u"pid"_s), reused);
    spy().watch(other->run(u"tasks"_s, task(u"pid"_s)));
    QCOMPARE(other->queuedCount(), 2);
    QVERIFY(here->id() > 0);
    QVERIFY(spy().waitForAll());
    QCOMPARE(spy().results[0].value, spy().results[1].value);
    QCOMPARE(finishedHere.size(), 1);
    QCOMPARE(finishedThere.size(), 1);

    // Its own options: one has a time limit, the other none.
    spy().watch(other->run(u"tasks"_s, task(u"sleep"_s, {{u"ms"_s, 10000}})));
    QVERIFY(spy().waitForAll());
    QCOMPARE(spy().results.last().error, Error::TimedOut);
    QVERIFY(resultOf(u"tasks"_s, task(u"sleep"_s, {{u"ms"_s, 200}})).isSuccess());
    // A job switches off what its runner has.
    JobOptions patient;
    patient.timeout = 0ms;
    spy().watch(other->run(u"tasks"_s, task(u"sleep"_s, {{u"ms"_s, 200}}), patient));
    QVERIFY(spy().waitForAll());
    QVERIFY(spy().results.last().isSuccess());
}

void JobRunnerTest::priority()
{
    m_runner->setMaxWorkerCount(1);
    QList<quint64> expected(4);
    const int priorities[] = {0, 5, -1, 5};
    const qsizetype places[] = {2, 0, 3, 1};
    for (int i = 0; i < 4; ++i) {
        JobOptions options;
        options.priority = priorities[i];
        expected[places[i]] = run(u"tasks"_s, task(u"pid"_s), options)->id();
    }
    QVERIFY(spy().waitForAll());
    QCOMPARE(spy().ended, expected);
}

// Never more processes than allowed, those on their way out included.
void JobRunnerTest::leastRecentlyUsedWorkerMakesRoom()
{
    const QTemporaryDir folder;
    QStringList scripts;
    for (int i = 0; i < 4; ++i) {
        scripts.append(folder.filePath(u"host%1"_s.arg(i)));
        QVERIFY(QFile::link(TASK_HOST, scripts.last()));
    }
    JobOptions options;
    options.maxUseCount = 100;
    m_runner->setMaxProcessCount(3);
    QList<qint64> pids;
    int most = 0;
    connect(m_runner.get(), &JobRunner::workerStarted, this,
            [&] { most = qMax(most, static_cast<int>(Leftovers::children().size())); });
    for (const int script : {0, 1, 2, 0, 3})
        pids.append(resultOf(scripts[script], task(u"pid"_s), options).value.toInteger());
    QCOMPARE(pids[0], pids[3]);
    QVERIFY(!Leftovers::isAlive(pids[1])); // the one that had waited for longest
    QVERIFY(Leftovers::isAlive(pids[0]) && Leftovers::isAlive(pids[2]));
    QCOMPARE(m_runner->processCount(), 3);
    QVERIFY(most <= 4); // and the helper
}

void JobRunnerTest::recycledWhenItHasGrown()
{
    JobOptions options;
    options.maxUseCount = 100;
    options.maxMemory = 200 << 20;
    const auto grow = [&](qint64 bytes) {
        return resultOf(u"tasks"_s, task(u"grow"_s, {{u"bytes"_s, bytes}}), options).value;
    };
    const QJsonValue first = grow(1000);
    QCOMPARE(grow(250 << 20), first);
    const QJsonValue second = grow(1000);
    QVERIFY(second.toInteger() > 0 && second != first);
}

void JobRunnerTest::reloadAndPurge()
{
    const QTemporaryDir folder;
    const QString script = folder.filePath(u"version.js"_s);
    const auto write = [&](const QByteArray &version) {
        QFile file(script);
        return file.open(QIODevice::WriteOnly)
            && file.write("module.exports = (payload, callback) => callback(null, " + version
                          + ");")
            > 0;
    };
    JobOptions options;
    options.maxUseCount = 100;
    QVERIFY(write("1"));
    QCOMPARE(resultOf(script, {}, options).value, QJsonValue(1));
    QVERIFY(write("2"));
    QCOMPARE(resultOf(script, {}, options).value, QJsonValue(1)); // what its worker has loaded
    m_runner->reload(folder.filePath(u"another"_s));
    QCOMPARE(resultOf(script, {}, options).value, QJsonValue(1));
    m_runner->reload(folder.filePath(u"version"_s));
    QCOMPARE(resultOf(script, {}, options).value, QJsonValue(2));
    QVERIFY(write("3"));
    m_runner->reload();
    QCOMPARE(resultOf(script, {}, options).value, QJsonValue(3));

    // One that is busy goes when it has answered.
    run(u"tasks"_s, task(u"sleep"_s, {{u"ms"_s, 100}}), options);
    QTRY_COMPARE_WITH_TIMEOUT(m_runner->runningCount(), 1, Patience);
    m_runner->purge();
    m_runner->reload();
    QVERIFY(spy().waitForAll());
    QVERIFY(spy().results.last().isSuccess());
    QTRY_COMPARE_WITH_TIMEOUT(m_runner->processCount(), 0, Patience);
}

void JobRunnerTest::sharedWorkers()
{
    JobOptions options;
    options.maxUseCount = 100;
    options.sharedWorkers = true;
    const QJsonValue first = resultOf(JOB_SCRIPTS + u"/tasks.js"_s, task(u"pid"_s), options).value;
    QCOMPARE(resultOf(JOB_SCRIPTS + u"/pid.js"_s, {}, options).value, first);
    QVERIFY(resultOf(u"tasks"_s, task(u"pid"_s), options).value != first); // of another kind
}

void JobRunnerTest::functionThatReturnsTheValue()
{
    QCOMPARE(resultOf(u"double"_s, 21).value, QJsonValue(42));
}

// By what job-protocol.md says, and nothing else.
void JobRunnerTest::programInPython()
{
    const QTemporaryDir folder;
    QFile text(folder.filePath(u"text"_s));
    QVERIFY(text.open(QIODevice::WriteOnly));
    for (int i = 0; i < 25000; ++i)
        text.write("three words each\n");
    text.close();
    const QString script = EXAMPLES + u"/wordcount"_s;
    JobOptions options;
    options.maxUseCount = 10;
    JobReply *const reply = run(script, text.fileName(), options);
    QJsonArray progress;
    connect(reply, &JobReply::progress, this,
            [&](const QJsonValue &value) { progress.append(value[u"lines"]); });
    QVERIFY(spy().waitForAll());
    QCOMPARE(spy().results.last().value, QJsonValue(75000));
    QCOMPARE(progress, (QJsonArray{10000, 20000}));
    const qint64 worker = spy().results.last().processId;

    const JobResult missing = resultOf(script, u"/no/such"_s, options);
    QCOMPARE(missing.error, Error::ScriptError);
    QCOMPARE(missing.errorValue[u"name"], u"FileNotFoundError"_s);
    QCOMPARE(missing.processId, worker);
    for (int i = 0; i < 8; ++i)
        run(script, text.fileName(), options);
    QVERIFY(spy().waitForAll());
    for (const JobResult &result : spy().results.mid(2))
        QCOMPARE(result.value, QJsonValue(75000));
}

int main(int argc, char *argv[])
{
    return runJobTest<JobRunnerTest>(argc, argv);
}

#include "tst_jobrunner.moc"
