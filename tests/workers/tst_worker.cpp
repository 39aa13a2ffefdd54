// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/patience.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"
#include "workers/workerspy.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

#include <csignal>
#include <memory>
#include <unistd.h>

using namespace Spawn;
using namespace Qt::StringLiterals;

// A Worker from the parent's side. Each case runs with a Qt program and with a Node script, which
// do the same (tests/testworker, scripts/worker.js).
class WorkerTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void answersEveryKindOfValue_data() { addPrograms(); }
    void answersEveryKindOfValue();
    void up06_messagesBothWaysInOrder_data() { addPrograms(); }
    void up06_messagesBothWaysInOrder();
    void up06_aHandlerThrows();
    void up07_sendAfterCloseAndSecondDisconnect_data() { addPrograms(); }
    void up07_sendAfterCloseAndSecondDisconnect();
    void endsAsItEnds_data();
    void endsAsItEnds();
    void whatIsSaidLastArrives_data() { addPrograms(); }
    void whatIsSaidLastArrives();
    void whatIsSentFirstArrives_data() { addPrograms(); }
    void whatIsSentFirstArrives();
    void malformedLineEndsThatWorkerOnly_data() { addPrograms(); }
    void malformedLineEndsThatWorkerOnly();
    void failsToStart();
    void reservedMessageIsRefused();
    void variablesOfTheChannelStayWithTheChild_data() { addPrograms(); }
    void variablesOfTheChannelStayWithTheChild();
    void drainsWhenItReadsOn_data() { addPrograms(); }
    void drainsWhenItReadsOn();
    void takesNoPlaceAmongTheCommands();
    void outlivesTheHelper_data() { addPrograms(); }
    void outlivesTheHelper();
    void endsWithItsSpawner();
    void deletedInItsOwnSignal();
    void deletedItIsKilled();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }
    static void addPrograms();

    SpawnerFixture m_fixture;
};

void WorkerTest::addPrograms()
{
    QTest::addColumn<QString>("program");
    QTest::newRow("Qt program") << TESTWORKER;
    QTest::newRow("Node script") << NODE_WORKER;
}

static QJsonObject order(const QString &task, const QString &key = {}, const QJsonValue &value = {})
{
    QJsonObject object{{u"do"_s, task}};
    if (!key.isEmpty())
        object.insert(key, value);
    return object;
}

static std::unique_ptr<Worker> fork(AsyncSpawner &spawner, const QString &program)
{
    return std::unique_ptr<Worker>(forkWorker(&spawner, Command({program})));
}

void WorkerTest::answersEveryKindOfValue()
{
    QFETCH(const QString, program);
    const auto worker = fork(spawner(), program);
    WorkerSpy spy(worker.get());
    QCOMPARE(worker->state(), Worker::State::Starting);
    QCOMPARE(worker->program(), program);
    const QJsonArray values{
        0,
        -1.5,
        1e300,
        true,
        false,
        QJsonValue::Null,
        u""_s,
        u"text"_s,
        u"a\nb\"c\\d\u0001"_s,
        u"\u00e4\u20ac\U0001f600"_s,
        QJsonArray(),
        QJsonArray{1, QJsonArray{2}},
        QJsonObject(),
        QJsonObject{{u"a"_s, QJsonObject{{u"b"_s, QJsonValue::Null}}}},
        QJsonObject{{u"cmd"_s, u"NODE_"_s}},
        QString(200'000, u'x'),
    };
    for (const QJsonValue &value : values)
        worker->send(value);
    QCOMPARE(worker->outstandingCount(), values.size());
    QVERIFY(spy.waitForMessages(values.size()));
    QCOMPARE(spy.messages, values);
    QCOMPARE(worker->outstandingCount(), 0);
    QCOMPARE(worker->state(), Worker::State::Running);
    QVERIFY(worker->processId() > 1);
    worker->disconnectChannel();
    QVERIFY(spy.waitForFinished());
    QCOMPARE(spy.order(), "started disconnected finished");
    QCOMPARE(spy.exitCode, 0);
    QCOMPARE(spy.signalNumber, 0);
    QCOMPARE(worker->state(), Worker::State::Finished);
    QVERIFY(spy.errors.isEmpty());
    QVERIFY(worker->result().isSuccess());
}

void WorkerTest::up06_messagesBothWaysInOrder()
{
    QFETCH(const QString, program);
    const auto worker = fork(spawner(), program);
    WorkerSpy spy(worker.get());
    worker->send(order(u"send"_s, u"count"_s, 1000));
    QJsonArray expected;
    for (int i = 0; i < 1000; ++i)
        expected.append(i);
    for (int i = 0; i < 1000; ++i) {
        const QJsonObject value{{u"number"_s, i}, {u"text"_s, QString(i % 100, u'y')}};
        worker->send(value);
        expected.append(value);
    }
    QVERIFY(spy.waitForMessages(2000));
    QCOMPARE(spy.messages, expected);
    worker->disconnectChannel();
    QVERIFY(spy.waitForFinished());
}

// In the child, where a language has exceptions; here a slot must not throw.
void WorkerTest::up06_aHandlerThrows()
{
    const auto worker = fork(spawner(), NODE_WORKER);
    WorkerSpy spy(worker.get());
    QJsonArray expected;
    for (int i = 0; i < 1000; ++i) {
        worker->send(i);
        expected.append(i);
        if (i == 500) {
            worker->send(order(u"throw"_s, u"text"_s, u"on purpose"_s));
            expected.append(u"thrown"_s);
        }
    }
    QVERIFY(spy.waitForMessages(1001));
    QCOMPARE(spy.messages, expected);
}

void WorkerTest::up07_sendAfterCloseAndSecondDisconnect()
{
    QFETCH(const QString, program);
    const auto worker = fork(spawner(), program);
    WorkerSpy spy(worker.get());
    QCOMPARE(spy.ask(1), QJsonValue(1));
    worker->disconnectChannel();
    QVERIFY(!worker->send(2));
    QCOMPARE(spy.errors, QList{Worker::Error::ChannelClosed});
    QVERIFY(worker->errorString().contains(program));
    worker->disconnectChannel();
    QVERIFY(!worker->sendDescriptor(3, STDIN_FILENO));
    QCOMPARE(spy.errors.size(), 3);
    QVERIFY(spy.waitForFinished());
    QVERIFY(!worker->send(4));
    worker->disconnectChannel();
    worker->terminate();
    worker->kill();
    QCOMPARE(spy.errors, QList<Worker::Error>(5, Worker::Error::ChannelClosed));
    QCOMPARE(spy.messages, QJsonArray{1});
    QCOMPARE(spy.order(), "started disconnected finished");
}

void WorkerTest::endsAsItEnds_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QJsonObject>("last");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("signal");
    for (const auto &[name, program] :
         {std::pair{"Qt program", TESTWORKER}, {"Node script", NODE_WORKER}}) {
        QTest::addRow("%s: exits with 3", name)
            << program << order(u"exit"_s, u"code"_s, 3) << 3 << 0;
        QTest::addRow("%s: exits with 0", name)
            << program << order(u"exit"_s, u"code"_s, 0) << 0 << 0;
        QTest::addRow("%s: SIGKILL", name)
            << program << order(u"kill"_s, u"signal"_s, SIGKILL) << -1 << SIGKILL;
        QTest::addRow("%s: SIGTERM", name)
            << program << order(u"kill"_s, u"signal"_s, SIGTERM) << -1 << SIGTERM;
    }
}

void WorkerTest::endsAsItEnds()
{
    QFETCH(const QString, program);
    QFETCH(const QJsonObject, last);
    const auto worker = fork(spawner(), program);
    WorkerSpy spy(worker.get());
    QCOMPARE(spy.ask(u"hello"_s), QJsonValue(u"hello"_s));
    worker->send(last);
    QVERIFY(spy.waitForFinished());
    QCOMPARE(spy.order(), "started disconnected finished");
    QTEST(spy.exitCode, "code");
    QTEST(spy.signalNumber, "signal");
    QVERIFY(spy.errors.isEmpty());
}

void WorkerTest::whatIsSaidLastArrives()
{
    QFETCH(const QString, program);
    const auto worker = fork(spawner(), program);
    WorkerSpy spy(worker.get());
    worker->send(order(u"sendAndExit"_s, u"count"_s, 20'000));
    QVERIFY(spy.waitForFinished());
    QCOMPARE(spy.messagesAtEnd, 20'000);
    QCOMPARE(spy.messages.last(), QJsonValue(19'999));
    QCOMPARE(spy.order(), "started disconnected finished");
}

// The channel is there before the process is.
void WorkerTest::whatIsSentFirstArrives()
{
    QFETCH(const QString, program);
    const auto worker = fork(spawner(), program);
    WorkerSpy spy(worker.get());
    worker->send(u"early"_s);
    worker->disconnectChannel();
    QVERIFY(spy.waitForFinished());
    QCOMPARE(spy.messages, QJsonArray{u"early"_s});
    QCOMPARE(spy.exitCode, 0);
}

void WorkerTest::malformedLineEndsThatWorkerOnly()
{
    QFETCH(const QString, program);
    const auto bad = fork(spawner(), program);
    const auto good = fork(spawner(), program);
    WorkerSpy badSpy(bad.get());
    WorkerSpy goodSpy(good.get());
    QCOMPARE(badSpy.ask(1), QJsonValue(1));
    bad->send(order(u"write"_s, u"text"_s, u"{oops\n"_s));
    QVERIFY(badSpy.waitForFinished());
    QCOMPARE(badSpy.errors, QList{Worker::Error::MalformedMessage});
    QVERIFY2(bad->errorString().contains(u"{oops"), qPrintable(bad->errorString()));
    QCOMPARE(badSpy.order(), "started disconnected finished");
    QCOMPARE(goodSpy.ask(2), QJsonValue(2));
    QVERIFY(goodSpy.errors.isEmpty());
}

void WorkerTest::failsToStart()
{
    const auto worker = fork(spawner(), u"/no/such/worker"_s);
    WorkerSpy spy(worker.get());
    worker->send(1);
    QVERIFY(spy.waitForFinished());
    QCOMPARE(spy.order(), "disconnected finished");
    QCOMPARE(spy.errors, QList{Worker::Error::FailedToStart});
    QVERIFY(worker->errorString().contains(u"/no/such/worker"_s));
    QCOMPARE(spy.exitCode, -1);
    QCOMPARE(spy.signalNumber, 0);
    QCOMPARE(worker->processId(), 0);
}

void WorkerTest::reservedMessageIsRefused()
{
    const auto worker = fork(spawner(), TESTWORKER);
    WorkerSpy spy(worker.get());
    QVERIFY(!worker->send(QJsonObject{{u"cmd"_s, u"NODE_FOO"_s}}));
    QCOMPARE(spy.errors, QList{Worker::Error::ReservedMessage});
    QCOMPARE(worker->outstandingCount(), 0);
    QCOMPARE(spy.ask(1), QJsonValue(1));
}

void WorkerTest::variablesOfTheChannelStayWithTheChild()
{
    QFETCH(const QString, program);
    const auto worker = fork(spawner(), program);
    WorkerSpy spy(worker.get());
    QCOMPARE(spy.ask(order(u"variables"_s)), QJsonValue(QJsonArray{false, false}));
    QVERIFY(!qEnvironmentVariableIsSet("NODE_CHANNEL_FD"));
}

void WorkerTest::drainsWhenItReadsOn()
{
    QFETCH(const QString, program);
    const auto worker = fork(spawner(), program);
    WorkerSpy spy(worker.get());
    QCOMPARE(spy.ask(u"ready"_s), QJsonValue(u"ready"_s));
    QCOMPARE(kill(static_cast<pid_t>(worker->processId()), SIGSTOP), 0);
    const QString text(1000, u'z');
    int accepted = 1;
    for (; worker->send(text) && accepted < 10'000; ++accepted)
        QCoreApplication::processEvents();
    for (int i = 0; i < 1000; ++i) // advice, no error: they are kept
        QVERIFY(!worker->send(text));
    QCOMPARE(spy.drained, 0);
    QCOMPARE(kill(static_cast<pid_t>(worker->processId()), SIGCONT), 0);
    QVERIFY(spy.waitForMessages(1 + accepted + 1000));
    QCOMPARE(spy.drained, 1);
    QVERIFY(worker->send(text));
    QVERIFY(spy.errors.isEmpty());
}

void WorkerTest::takesNoPlaceAmongTheCommands()
{
    spawner().setMaxRunningCount(1);
    const auto first = fork(spawner(), TESTWORKER);
    WorkerSpy firstSpy(first.get());
    QCOMPARE(firstSpy.ask(1), QJsonValue(1));
    QCOMPARE(spawner().runningCount(), 0);
    int drained = 0;
    connect(&spawner(), &AsyncSpawner::drained, this, [&] { ++drained; });
    CommandSpy running(spawner().aspawn(testChild({u"sleep"_s, u"10000"_s})));
    CommandSpy waiting(spawner().aspawn({u"true"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted(), Patience);
    const auto second = fork(spawner(), TESTWORKER); // it does not wait behind the command
    WorkerSpy secondSpy(second.get());
    QCOMPARE(secondSpy.ask(2), QJsonValue(2));
    QVERIFY(!waiting.hasStarted());
    QCOMPARE(spawner().runningCount(), 1);
    QCOMPARE(spawner().queuedCount(), 1);
    running.reply()->kill();
    QVERIFY(waiting.waitForGone());
    QVERIFY(waiting.result().isSuccess());
    QCOMPARE(drained, 1);
    first->kill();
    QVERIFY(firstSpy.waitForFinished());
    QCOMPARE(drained, 1); // nothing but a worker has ended
}

void WorkerTest::outlivesTheHelper()
{
    QFETCH(const QString, program);
    const auto worker = fork(spawner(), program);
    WorkerSpy spy(worker.get());
    QCOMPARE(spy.ask(1), QJsonValue(1));
    const qint64 helper = spawner().helperProcessId();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"killed by signal SIGKILL"_s));
    QCOMPARE(kill(static_cast<pid_t>(helper), SIGKILL), 0);
    QTRY_COMPARE_WITH_TIMEOUT(spawner().restartHistory().size(), 1, Patience);
    QCOMPARE(spy.ask(2), QJsonValue(2));
    worker->send(order(u"exit"_s, u"code"_s, 9));
    QVERIFY(spy.waitForFinished());
    QCOMPARE(spy.exitCode, 9);
    QCOMPARE(spy.order(), "started disconnected finished");
}

void WorkerTest::endsWithItsSpawner()
{
    auto *const other = new AsyncSpawner;
    const auto worker = fork(*other, TESTWORKER);
    WorkerSpy spy(worker.get());
    QCOMPARE(spy.ask(1), QJsonValue(1));
    delete other;
    QVERIFY(spy.waitForFinished());
    QCOMPARE(spy.order(), "started disconnected finished");
    QCOMPARE(worker->result().error, CommandResult::Error::Destroyed);
    QCOMPARE(spy.exitCode, -1);
}

void WorkerTest::deletedInItsOwnSignal()
{
    auto *const worker = forkWorker(&spawner(), Command({TESTWORKER}));
    bool deleted = false;
    connect(worker, &QObject::destroyed, this, [&] { deleted = true; });
    connect(worker, &Worker::messageReceived, this, [worker] { delete worker; });
    worker->send(1);
    worker->send(2);
    QTRY_VERIFY_WITH_TIMEOUT(deleted, Patience);
}

// The fixture looks whether its process is gone.
void WorkerTest::deletedItIsKilled()
{
    auto worker = fork(spawner(), TESTWORKER);
    WorkerSpy spy(worker.get());
    QCOMPARE(spy.ask(1), QJsonValue(1));
    const auto pid = static_cast<pid_t>(worker->processId());
    worker.reset();
    QTRY_VERIFY_WITH_TIMEOUT(kill(pid, 0) != 0, Patience);
}

QTEST_GUILESS_MAIN(WorkerTest)
#include "tst_worker.moc"
