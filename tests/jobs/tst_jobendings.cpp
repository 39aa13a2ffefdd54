// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobtest.h"

#include "common/errnoinjection.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>

#include <csignal>
#include <cstring>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Spawn;
using Error = JobResult::Error;

// How jobs and workers end, and that all ends are told, once.
class JobEndingsTest : public JobTest
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void jr06_eachEndIsItsOwn_data() { addKinds(); }
    void jr06_eachEndIsItsOwn();
    void jr07_timeout_data() { addKinds(); }
    void jr07_timeout();
    void jr07_groupIsGone_data();
    void jr07_groupIsGone();
    void jr08_workerThatIsNeverReady();
    void jr13_drain();
    void closeAborts();
    void jr14_workerKilledWhileIdle();
    void jr15_cannotBeStarted_data();
    void jr15_cannotBeStarted();
    void jr16_callbackThrows();
    void jr20_niceLevel_data() { addKinds(); }
    void jr20_niceLevel();
    void jr20_niceLevelThatIsRefused();
    void jr23_lifeOfAWorker();
    void jr24_cancel_data() { addKinds(); }
    void jr24_cancel();
    void f96_triedAgainOnlyIfAllowed();
    void f96_certainlyNotBegun();
    void f97_protocolIsBroken();
    void f98_poisonJob();
    void f100_cancelAllInAStorm();
    void scriptErrorIsTriedAgain();
    void replyIsDeleted();
    void runnerIsDeleted();
    void runnerIsDeletedInASlot();
    void spawnerIsDestroyed();
    void payloadThatIsTooLong();
    void progress_data() { addKinds(); }
    void progress();
};

void JobEndingsTest::jr06_eachEndIsItsOwn()
{
    QFETCH(QString, script);
    QFETCH(JobOptions, options);
    const auto failing = [&](const QJsonValue &error) {
        return resultOf(script, task(u"fail"_s, {{u"error"_s, error}}), options);
    };
    JobResult result = failing(QJsonObject{{u"message"_s, u"no paper"_s}, {u"code"_s, 7}});
    QCOMPARE(result.error, Error::ScriptError);
    QCOMPARE(result.text, u"no paper"_s);
    QCOMPARE(result.errorValue[u"code"], QJsonValue(7));
    result = failing(u"abc"_s);
    QCOMPARE(result.error, Error::ScriptError);
    QCOMPARE(result.text, u"abc"_s);
    QCOMPARE(result.errorValue, QJsonValue(u"abc"_s));
    result = failing(42);
    QCOMPARE(result.text, u"42"_s);
    QCOMPARE(result.errorValue, QJsonValue(42));

    result = resultOf(script, task(u"throw"_s, {{u"text"_s, u"thrown"_s}}), options);
    QCOMPARE(result.error, Error::ScriptError);
    QCOMPARE(result.text, u"thrown"_s);

    result = resultOf(script, task(u"exit"_s, {{u"code"_s, 7}}), options);
    QCOMPARE(result.error, Error::WorkerDied);
    QCOMPARE(result.text, u"worker died: 7 / null"_s);
    QCOMPARE(result.exitCode, 7);
    QCOMPARE(result.signalNumber, 0);
    result = resultOf(script, task(u"exit"_s, {{u"code"_s, 0}}), options);
    QCOMPARE(result.text, u"worker died: 0 / null"_s);
    QCOMPARE(result.exitCode, 0);
    result = resultOf(script, task(u"kill"_s, {{u"signal"_s, SIGKILL}}), options);
    QCOMPARE(result.error, Error::WorkerDied);
    QCOMPARE(result.text, u"worker died: null / SIGKILL"_s);
    QCOMPARE(result.exitCode, -1);
    QCOMPARE(result.signalNumber, SIGKILL);
}

void JobEndingsTest::jr07_timeout()
{
    QFETCH(QString, script);
    QFETCH(JobOptions, options);
    // So that its start, which counts, is none of it here.
    options.maxUseCount = 10;
    QVERIFY(resultOf(script, task(u"pid"_s), options).isSuccess());
    options.timeout = 100ms;
    for (const QString &hang : {u"sleep"_s, u"spin"_s}) {
        const JobResult result = resultOf(script, task(hang, {{u"ms"_s, 10000}}), options);
        QCOMPARE(result.error, Error::TimedOut);
        QCOMPARE(result.text, u"script timeout"_s);
        QCOMPARE(result.signalNumber, SIGTERM);
        QVERIFY2(result.elapsed >= 100ms && result.elapsed < 300ms,
                 qPrintable(QString::number(result.elapsed.count())));
        QVERIFY(!Leftovers::isAlive(result.processId));
        options.timeout = 0ms;
        QVERIFY(resultOf(script, task(u"pid"_s), options).isSuccess());
        options.timeout = 100ms;
    }
}

void JobEndingsTest::jr07_groupIsGone_data()
{
    QTest::addColumn<QString>("payload");
    QTest::newRow("a worker that SIGTERM ends") << u"plain"_s;
    QTest::newRow("one that ignores it") << u"deaf"_s;
}

void JobEndingsTest::jr07_groupIsGone()
{
    QFETCH(QString, payload);
    JobOptions options;
    options.timeout = 2s;
    JobReply *const reply = run(JOB_SCRIPTS + u"/child.js"_s, payload, options);
    qint64 descendant = 0;
    connect(reply, &JobReply::progress, this,
            [&](const QJsonValue &value) { descendant = value.toInteger(); });
    QVERIFY(spy().waitForAll());
    QCOMPARE(spy().results.last().error, Error::TimedOut);
    QCOMPARE(spy().results.last().signalNumber, payload == "deaf"_L1 ? SIGKILL : SIGTERM);
    QVERIFY(descendant > 0);
    QTRY_VERIFY_WITH_TIMEOUT(!Leftovers::isAlive(descendant), Patience);
}

void JobEndingsTest::jr08_workerThatIsNeverReady()
{
    const QTemporaryDir folder;
    QFile script(folder.filePath(u"mute"_s));
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write("#!/bin/sh\nexec sleep 1000\n");
    script.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
    script.close();
    JobOptions options;
    options.timeout = 200ms;
    const JobResult result = resultOf(script.fileName(), {}, options);
    QCOMPARE(result.error, Error::TimedOut);
    QCOMPARE(result.text, u"script timeout"_s);
    QVERIFY(!Leftovers::isAlive(result.processId));
    QVERIFY(resultOf(u"tasks"_s, task(u"pid"_s)).isSuccess());
}

void JobEndingsTest::jr13_drain()
{
    JobOptions options;
    options.maxUseCount = 2;
    options.retryLimit = 1;
    options.retryDelay = 10ms;
    const QTemporaryDir folder;
    for (int i = 0; i < 6; ++i)
        run(u"tasks"_s, task(u"sleep"_s, {{u"ms"_s, 20}}), options);
    run(u"tasks"_s, task(u"dieOnce"_s, {{u"file"_s, folder.filePath(u"x"_s)}}), options);
    QSignalSpy closed(m_runner.get(), &JobRunner::closed);
    m_runner->close(JobRunner::CloseMode::Drain);
    run(u"tasks"_s, task(u"pid"_s)); // too late
    QVERIFY(spy().waitForAll());
    QTRY_COMPARE_WITH_TIMEOUT(closed.size(), 1, Patience);
    QCOMPARE(m_runner->processCount(), 0);
    int succeeded = 0;
    for (const JobResult &result : spy().results)
        succeeded += result.isSuccess();
    QCOMPARE(succeeded, 7);
    QCOMPARE(spy().results.first().error, Error::Closed); // the late one, at once
    QCOMPARE(spy().results.first().attempts, 0);
}

void JobEndingsTest::closeAborts()
{
    JobOptions options;
    options.maxUseCount = 10;
    m_runner->setMaxWorkerCount(3);
    QVERIFY(resultOf(TASK_HOST, task(u"pid"_s), options).isSuccess()); // an idle one
    for (int i = 0; i < 6; ++i)
        run(u"tasks"_s, task(u"sleep"_s, {{u"ms"_s, 100000}}), options);
    QTRY_COMPARE_WITH_TIMEOUT(m_runner->runningCount(), 3, Patience);
    QSignalSpy closed(m_runner.get(), &JobRunner::closed);
    m_runner->close(JobRunner::CloseMode::Abort, 5s);
    QVERIFY(spy().waitForAll());
    QTRY_COMPARE_WITH_TIMEOUT(closed.size(), 1, Patience);
    for (int i = 1; i < 7; ++i)
        QCOMPARE(spy().results[i].error, Error::Closed);
    QCOMPARE(m_runner->processCount(), 0);
    QCOMPARE(resultOf(u"tasks"_s, task(u"pid"_s)).error, Error::Closed);
    QCOMPARE(closed.size(), 1);
}

void JobEndingsTest::jr14_workerKilledWhileIdle()
{
    JobOptions options;
    options.maxUseCount = 100;
    for (int i = 0; i < 20; ++i) {
        const JobResult result = resultOf(u"tasks"_s, task(u"pid"_s), options);
        QCOMPARE(result.text, QString());
        QCOMPARE(result.attempts, 1);
        kill(static_cast<pid_t>(result.value.toInteger()), SIGKILL);
        if (i % 2 == 0)
            QTRY_COMPARE_WITH_TIMEOUT(m_runner->processCount(), 0, Patience);
    }
    QVERIFY(m_runner->processCount() <= 1);
}

// Linked to the test's own program: a helper that the kernel gives no process.
static QString helperWithoutProcesses()
{
    return QCoreApplication::applicationFilePath();
}

void JobEndingsTest::jr15_cannotBeStarted_data()
{
    QTest::addColumn<QString>("helper");
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("no helper") << u"/no/such"_s << qgetenv("PATH");
    QTest::newRow("no program") << QString() << QByteArray("/no/such");
    QTest::newRow("no process (EAGAIN)") << helperWithoutProcesses() << qgetenv("PATH");
}

void JobEndingsTest::jr15_cannotBeStarted()
{
    QFETCH(QString, helper);
    QFETCH(QByteArray, path);
    const QString script = JOB_SCRIPTS + u"/tasks.js"_s;
    JobOptions options;
    options.scriptEngine = JobOptions::ScriptEngine::Node;
    QSignalSpy errors(m_runner.get(), &JobRunner::errorOccurred);
    const QByteArray rightPath = qgetenv("PATH");
    qputenv("PATH", path);
    spawner().setHelperProgram(helper);
    m_runner->setMaxWorkerCount(10); // a shortage is waited for, and here all at once
    for (int i = 0; i < 10; ++i)
        run(script, task(u"pid"_s), options);
    QVERIFY(spy().waitForAll());
    qputenv("PATH", rightPath);
    for (const JobResult &result : spy().results) {
        QCOMPARE(result.error, Error::FailedToStart);
        QVERIFY(!result.text.isEmpty());
    }
    QCOMPARE(errors.size(), 10);
    QCOMPARE(m_runner->processCount(), 0);

    if (!helper.isEmpty()) {
        spawner().destroy();
        spawner().setHelperProgram({});
        spawner().start();
    }
    m_runner->setMaxWorkerCount(2);
    for (int i = 0; i < 2; ++i)
        run(script, task(u"sleep"_s, {{u"ms"_s, 300}}), options);
    QTRY_COMPARE_WITH_TIMEOUT(m_runner->runningCount(), 2, Patience);
    QVERIFY(spy().waitForAll());
    QVERIFY(spy().results[10].isSuccess() && spy().results[11].isSuccess());
}

// An application that survives what its slots throw, as some do.
class CatchingApplication final : public QCoreApplication
{
public:
    using QCoreApplication::QCoreApplication;

    int caught = 0;

protected:
    bool notify(QObject *receiver, QEvent *event) override
    {
        try {
            return QCoreApplication::notify(receiver, event);
        } catch (const std::exception &) {
            ++caught;
            return true;
        }
    }
};

void JobEndingsTest::jr16_callbackThrows()
{
    auto *const application = static_cast<CatchingApplication *>(QCoreApplication::instance());
    application->caught = 0;
    JobOptions options;
    options.maxUseCount = 100;
    for (int i = 0; i < 5; ++i) {
        m_runner->run(u"tasks"_s, task(u"pid"_s), options, this,
                      [](const JobResult &) { throw std::runtime_error("a slot's"); });
    }
    QTRY_COMPARE_WITH_TIMEOUT(application->caught, 5, Patience);
    int most = 0;
    for (int i = 0; i < 4; ++i) {
        connect(run(u"tasks"_s, task(u"sleep"_s, {{u"ms"_s, 50}}), options), &JobReply::started,
                this, [&] { most = qMax(most, m_runner->runningCount()); });
    }
    QVERIFY(spy().waitForAll());
    QCOMPARE(most, 2);
    QCOMPARE(application->caught, 5);
}

void JobEndingsTest::jr20_niceLevel()
{
    QFETCH(QString, script);
    QFETCH(JobOptions, options);
    options.niceLevel = 12;
    JobReply *const reply = run(script, task(u"sleep"_s, {{u"ms"_s, 50}}), options);
    int level = -100;
    connect(reply, &JobReply::started, this,
            [&](qint64 pid) { level = getpriority(PRIO_PROCESS, static_cast<id_t>(pid)); });
    QVERIFY(spy().waitForAll());
    QCOMPARE(level, 12);
    QVERIFY(spy().results.last().isSuccess());
}

void JobEndingsTest::jr20_niceLevelThatIsRefused()
{
    QSignalSpy errors(m_runner.get(), &JobRunner::errorOccurred);
    JobOptions options;
    options.niceLevel = -5;
    const JobResult result = resultOf(u"tasks"_s, task(u"pid"_s), options);
    QVERIFY(result.isSuccess());
    QCOMPARE(result.attempts, 1);
    QCOMPARE(errors.size(), 1);
    QVERIFY2(errors[0][0].toString().contains("nice"_L1), qPrintable(errors[0][0].toString()));
}

void JobEndingsTest::jr23_lifeOfAWorker()
{
    QStringList order;
    connect(m_runner.get(), &JobRunner::workerStarted, this,
            [&](qint64 pid, const QString &script) {
                QVERIFY(pid > 0);
                order.append(u"started %1"_s.arg(script));
            });
    connect(m_runner.get(), &JobRunner::workerFinished, this, [&](qint64, int code, int signal) {
        order.append(u"finished %1 %2"_s.arg(code).arg(signal));
    });
    connect(m_runner.get(), &JobRunner::errorOccurred, this, [&] { order.append(u"error"_s); });
    connect(m_runner.get(), &JobRunner::jobFinished, this,
            [&](JobReply *reply) { order.append(u"job %1"_s.arg(reply->id())); });
    connect(m_runner.get(), &JobRunner::trace, this,
            [&](const QJsonObject &step) { order.append(step[u"event"].toString()); });
    JobOptions options;
    options.maxUseCount = 2;
    resultOf(u"tasks"_s, task(u"pid"_s), options);
    resultOf(u"tasks"_s, task(u"pid"_s), options);
    QTRY_COMPARE_WITH_TIMEOUT(m_runner->processCount(), 0, Patience);
    QTRY_VERIFY_WITH_TIMEOUT(order.contains(u"finished 0 0"_s), Patience);
    const QStringList expected{
        u"job started"_s, u"worker started"_s, u"started tasks"_s,   u"worker ready"_s,
        u"job ended"_s,   u"job 1"_s,          u"job started"_s,     u"worker retired"_s,
        u"job ended"_s,   u"job 2"_s,          u"worker finished"_s, u"finished 0 0"_s,
    };
    QCOMPARE(order, expected);
}

void JobEndingsTest::jr24_cancel()
{
    QFETCH(QString, script);
    QFETCH(JobOptions, options);
    options.maxUseCount = 100;
    m_runner->setMaxWorkerCount(1);
    JobReply *const running = run(script, task(u"sleep"_s, {{u"ms"_s, 100000}}), options);
    JobReply *const queued = run(script, task(u"pid"_s), options);
    run(script, task(u"pid"_s), options);
    QTRY_VERIFY_WITH_TIMEOUT(running->processId() > 0, Patience);
    const qint64 worker = running->processId();
    queued->cancel();
    QVERIFY(spy().wait(1));
    running->cancel();
    running->cancel();
    QVERIFY(spy().waitForAll());
    QCOMPARE(spy().ended, (QList<quint64>{2, 1, 3}));
    QCOMPARE(spy().results[0].error, Error::Cancelled);
    QCOMPARE(spy().results[0].attempts, 0);
    QCOMPARE(spy().results[1].error, Error::Cancelled);
    QVERIFY(spy().results[2].isSuccess());
    QVERIFY(spy().results[2].value.toInteger() != worker);
    QVERIFY(!Leftovers::isAlive(worker));
}

void JobEndingsTest::f96_triedAgainOnlyIfAllowed()
{
    const QTemporaryDir folder;
    JobOptions options;
    options.retryDelay = 1ms;
    const auto dieOnce = [&](const QString &name) {
        return resultOf(u"tasks"_s, task(u"dieOnce"_s, {{u"file"_s, folder.filePath(name)}}),
                        options);
    };
    JobResult result = dieOnce(u"a"_s);
    QCOMPARE(result.error, Error::WorkerDied);
    QCOMPARE(result.attempts, 1);
    options.retryLimit = 1;
    result = dieOnce(u"b"_s);
    QCOMPARE(result.text, QString());
    QCOMPARE(result.value, QJsonValue(2)); // the attempt, as the job sees it
    QCOMPARE(result.attempts, 2);
}

// The kernel's word for it: nobody has read what the worker was sent.
void JobEndingsTest::f96_certainlyNotBegun()
{
    JobOptions options;
    options.maxUseCount = 100;
    const QTemporaryDir folder;
    for (int i = 0; i < 10; ++i) {
        const auto first
            = static_cast<pid_t>(resultOf(u"tasks"_s, task(u"pid"_s), options).value.toInteger());
        kill(first, SIGSTOP);
        JobReply *const reply = run(u"tasks"_s, task(u"attempt"_s), options);
        QTRY_COMPARE_WITH_TIMEOUT(reply->state(), JobReply::State::Running, Patience);
        QCOMPARE(reply->processId(), first);
        if (i % 2 == 0)
            QCoreApplication::processEvents(); // so that it is written
        kill(first, SIGKILL);
        QVERIFY(spy().waitForAll());
        QCOMPARE(spy().results.last().text, QString());
        QCOMPARE(spy().results.last().value, QJsonValue(1));
        QVERIFY(spy().results.last().processId != first);
    }
}

void JobEndingsTest::f97_protocolIsBroken()
{
    const QString liar = JOB_SCRIPTS + u"/liar"_s;
    JobOptions options;
    options.maxUseCount = 100;
    QSignalSpy errors(m_runner.get(), &JobRunner::errorOccurred);
    const JobResult first = resultOf(liar, u"a"_s, options);
    QCOMPARE(first.value, QJsonValue(u"a"_s));
    QCOMPARE(m_runner->protocolFaultCount(), 0);

    // A late answer is nobody else's, and such a worker gets no other job.
    const JobResult late = resultOf(liar, u"late"_s, options);
    QCOMPARE(late.value, QJsonValue(u"late"_s));
    QCOMPARE(late.processId, first.processId);
    QCOMPARE(m_runner->protocolFaultCount(), 1);
    QCOMPARE(errors.size(), 1);
    QVERIFY(resultOf(liar, u"b"_s, options).processId != late.processId);

    options.timeout = 2s;
    QCOMPARE(resultOf(liar, u"another"_s, options).error, Error::TimedOut);
    QCOMPARE(m_runner->protocolFaultCount(), 2);
    QCOMPARE(resultOf(liar, u"silent"_s, options).error, Error::TimedOut);
    QCOMPARE(m_runner->protocolFaultCount(), 2);

    const JobResult garbage = resultOf(liar, u"garbage"_s, options);
    QCOMPARE(garbage.error, Error::WorkerDied);
    QCOMPARE(m_runner->protocolFaultCount(), 3);
    QVERIFY2(errors.last()[0].toString().contains("no JSON"_L1),
             qPrintable(errors.last()[0].toString()));

    // Of an unmodified script.
    resultOf(JOB_SCRIPTS + u"/twice.js"_s, u"x"_s, options);
    QTRY_VERIFY_WITH_TIMEOUT(m_runner->protocolFaultCount() >= 4, Patience);
}

void JobEndingsTest::f98_poisonJob()
{
    JobOptions options;
    options.maxUseCount = 100;
    options.retryLimit = 3;
    options.retryDelay = 1ms;
    run(u"tasks"_s, task(u"kill"_s, {{u"signal"_s, SIGKILL}}), options);
    for (int i = 0; i < 50; ++i)
        run(u"tasks"_s, task(u"pid"_s), options);
    QVERIFY(spy().waitForAll());
    const qsizetype poison = spy().ended.indexOf(1);
    for (qsizetype i = 0; i < spy().results.size(); ++i) {
        const JobResult &result = spy().results[i];
        QCOMPARE(result.error, i == poison ? Error::WorkerDied : Error::NoError);
        QCOMPARE(result.attempts, i == poison ? 4 : 1);
    }
}

void JobEndingsTest::f100_cancelAllInAStorm()
{
    JobOptions options;
    options.maxUseCount = 10;
    m_runner->setMaxWorkerCount(8);
    QList<QPointer<JobReply>> replies;
    for (int i = 0; i < 1000; ++i)
        replies.append(run(u"tasks"_s, task(u"sleep"_s, {{u"ms"_s, 5}}), options));
    QVERIFY(spy().wait(100));
    for (const QPointer<JobReply> &reply : std::as_const(replies)) {
        if (reply)
            reply->cancel();
    }
    QVERIFY(spy().waitForAll());
    QCOMPARE(QSet<quint64>(spy().ended.begin(), spy().ended.end()).size(), 1000);
    for (const JobResult &result : spy().results)
        QVERIFY(result.isSuccess() || result.error == Error::Cancelled);
    QVERIFY(resultOf(u"tasks"_s, task(u"pid"_s), options).isSuccess());
}

void JobEndingsTest::scriptErrorIsTriedAgain()
{
    JobOptions options;
    options.maxUseCount = 100;
    options.retryLimit = 2;
    options.retryDelay = 20ms;
    QElapsedTimer time;
    time.start();
    const JobResult result = resultOf(u"tasks"_s, task(u"fail"_s, {{u"error"_s, 1}}), options);
    QCOMPARE(result.error, Error::ScriptError);
    QCOMPARE(result.attempts, 3);
    QVERIFY(time.elapsed() >= 60); // 20 and 40
    options.retryLimit = 0;
    QCOMPARE(resultOf(u"no/such/script"_s, {}, options).attempts, 0);
}

void JobEndingsTest::replyIsDeleted()
{
    JobReply *const running = m_runner->run(u"tasks"_s, task(u"sleep"_s, {{u"ms"_s, 100000}}));
    JobReply *const queued = m_runner->run(u"tasks"_s, task(u"pid"_s));
    const QFuture<JobResult> first = running->future();
    const QFuture<JobResult> second = queued->future();
    delete queued;
    QTRY_VERIFY_WITH_TIMEOUT(running->processId() > 0, Patience);
    delete running;
    QVERIFY(first.isFinished() && second.isFinished());
    QCOMPARE(first.result().error, Error::Cancelled);
    QCOMPARE(second.result().error, Error::Cancelled);
    QTRY_COMPARE_WITH_TIMEOUT(m_runner->processCount(), 0, Patience);
    QVERIFY(resultOf(u"tasks"_s, task(u"pid"_s)).isSuccess());
}

void JobEndingsTest::runnerIsDeleted()
{
    const std::unique_ptr<JobRunner> other(m_runner->defaults({}));
    QList<QFuture<JobResult>> futures;
    for (int i = 0; i < 4; ++i)
        futures.append(m_runner->run(u"tasks"_s, task(u"sleep"_s, {{u"ms"_s, 100000}}))->future());
    QTRY_COMPARE_WITH_TIMEOUT(m_runner->runningCount(), 2, Patience);
    spy().watch(other->run(u"tasks"_s, task(u"pid"_s)));
    m_runner.reset();
    for (const QFuture<JobResult> &future : std::as_const(futures)) {
        QVERIFY(future.isFinished());
        QCOMPARE(future.result().error, Error::Closed);
    }
    QVERIFY(spy().waitForAll()); // the other's, which has the queue now
    QVERIFY(spy().results.last().isSuccess());
}

void JobEndingsTest::runnerIsDeletedInASlot()
{
    JobOptions options;
    options.maxUseCount = 100;
    const QFuture<JobResult> last = [&] {
        run(u"tasks"_s, task(u"pid"_s), options);
        return m_runner->run(u"tasks"_s, task(u"sleep"_s, {{u"ms"_s, 100000}}), options)->future();
    }();
    connect(m_runner.get(), &JobRunner::jobFinished, this, [this] { m_runner.reset(); });
    QVERIFY(spy().waitForAll());
    QTRY_VERIFY_WITH_TIMEOUT(m_runner == nullptr, Patience);
    QVERIFY(last.isFinished());
    QCOMPARE(last.result().error, Error::Closed);
}

void JobEndingsTest::spawnerIsDestroyed()
{
    run(u"tasks"_s, task(u"sleep"_s, {{u"ms"_s, 100000}}));
    QTRY_COMPARE_WITH_TIMEOUT(m_runner->processCount(), 1, Patience);
    spawner().destroy();
    QVERIFY(spy().waitForAll());
    QCOMPARE(spy().results.last().error, Error::Closed);
    QCOMPARE(resultOf(u"tasks"_s, task(u"pid"_s)).error, Error::Closed);
}

void JobEndingsTest::payloadThatIsTooLong()
{
    JobOptions options;
    options.maxUseCount = 100;
    QVERIFY(resultOf(u"tasks"_s, task(u"pid"_s), options).isSuccess());
    const JobResult result = resultOf(u"tasks"_s, QString(65 << 20, u'x'), options);
    QCOMPARE(result.error, Error::FailedToStart);
    QCOMPARE(result.text, u"The job is longer than 64 MiB"_s);
    const QString long_ = QString(8 << 20, u'x');
    QCOMPARE(resultOf(u"tasks"_s, task(u"echo"_s, {{u"value"_s, long_}}), options).value,
             QJsonValue(long_));
}

void JobEndingsTest::progress()
{
    QFETCH(QString, script);
    QFETCH(JobOptions, options);
    JobReply *const reply = run(script, task(u"progress"_s, {{u"count"_s, 3}}), options);
    QJsonArray values;
    connect(reply, &JobReply::progress, this,
            [&](const QJsonValue &value) { values.append(value); });
    QVERIFY(spy().waitForAll());
    QCOMPARE(values, (QJsonArray{0, 1, 2}));
    QVERIFY(spy().results.last().isSuccess());
}

// As the helper of jr15: the real one, in a process that gets no other.
static int beHelperWithoutProcesses(char *argv[])
{
    if (!injectErrno(SYS_clone3, EAGAIN))
        return 1;
    execve(HELPER_PROGRAM, argv, environ);
    return 1;
}

int main(int argc, char *argv[])
{
    if (strcmp(argv[0], "asyncspawner-helper") == 0)
        return beHelperWithoutProcesses(argv);
    // An ordinary user's children get no better nice level.
    prctl(PR_CAPBSET_DROP, CAP_SYS_NICE);
    return runJobTest<JobEndingsTest, CatchingApplication>(argc, argv);
}

#include "tst_jobendings.moc"
