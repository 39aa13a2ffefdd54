// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/commandspy.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <deque>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace Spawn;
using namespace std::chrono_literals;

using Error = CommandResult::Error;
using Stage = CommandResult::Stage;

// Commands that have to wait, how long, and how long one may run.
class WaitingTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), CommandSpy::Patience); }

    void noMoreThanMayRun_data();
    void noMoreThanMayRun();
    void noMoreThanAQuarterOfTheDescriptors();
    void moreWhenTheLimitIsRaised();
    void detachedOnesDoNotCount();
    void noMoreThanMayWait();
    void cancelledOnesMakeRoom();
    void queueTimeout();
    void queueTimeoutEndsWithTheWait();
    void timeoutCountsFromTheClone();
    void timeout_data();
    void timeout();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }
    int mostAtATime(int count, const Command &command);

    SpawnerFixture m_fixture;
};

// Runs that many and looks how many of them there are at a time; -1 when one fails.
int WaitingTest::mostAtATime(int count, const Command &command)
{
    int most = 0;
    int failures = 0;
    int finished = 0;
    for (int i = 0; i < count; ++i) {
        CommandReply *const reply = spawner().aspawn(command);
        // By what the kernel says: each finds itself and those beside it.
        connect(reply, &CommandReply::started, this, [&] {
            most = std::max(most, static_cast<int>(m_fixture.leftovers().taggedProcesses().size()));
        });
        connect(reply, &CommandReply::finished, this, [&](const CommandResult &result) {
            ++finished;
            failures += result.isSuccess() ? 0 : 1;
        });
    }
    const bool done = QTest::qWaitFor([&] { return finished == count; }, 2 * CommandSpy::Patience);
    return done && failures == 0 ? most : -1;
}

void WaitingTest::noMoreThanMayRun_data()
{
    QTest::addColumn<int>("limit");
    QTest::newRow("one") << 1;
    QTest::newRow("three") << 3;
    QTest::newRow("ten") << 10;
}

void WaitingTest::noMoreThanMayRun()
{
    QFETCH(int, limit);
    spawner().setMaxRunningCount(limit);
    QCOMPARE(spawner().maxRunningCount(), limit);
    const int most = mostAtATime(3 * limit, Command(sleepingChild(300)));
    QVERIFY2(most >= 1 && most <= limit, qPrintable(QString::number(most)));
}

void WaitingTest::noMoreThanAQuarterOfTheDescriptors()
{
    QCOMPARE(spawner().maxRunningCount(), 0);
    rlimit before{};
    getrlimit(RLIMIT_NOFILE, &before);
    rlimit few = before;
    few.rlim_cur = 80;
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &few), 0);
    const int most = mostAtATime(60, Command(sleepingChild(200)));
    setrlimit(RLIMIT_NOFILE, &before);
    QVERIFY2(most >= 1 && most <= 20, qPrintable(QString::number(most)));
}

void WaitingTest::moreWhenTheLimitIsRaised()
{
    spawner().setMaxRunningCount(1);
    CommandSpy first(spawner().aspawn(sleepingChild()));
    CommandSpy second(spawner().aspawn(sleepingChild()));
    QTRY_VERIFY_WITH_TIMEOUT(first.hasStarted(), CommandSpy::Patience);
    QCOMPARE(spawner().runningCount(), 1);
    QCOMPARE(spawner().queuedCount(), 1);
    spawner().setMaxRunningCount(2);
    QTRY_VERIFY_WITH_TIMEOUT(second.hasStarted(), CommandSpy::Patience);
    QCOMPARE(spawner().runningCount(), 2);
    QCOMPARE(spawner().queuedCount(), 0);
    spawner().setMaxRunningCount(-5); // as the default
    QCOMPARE(spawner().maxRunningCount(), 0);
    first.reply()->kill();
    second.reply()->kill();
    QVERIFY(first.waitForGone());
    QVERIFY(second.waitForGone());
}

void WaitingTest::detachedOnesDoNotCount()
{
    spawner().setMaxRunningCount(1);
    Command command(sleepingChild());
    command.setDetached(true);
    std::deque<CommandSpy> spies;
    for (int i = 0; i < 3; ++i)
        spies.emplace_back(spawner().aspawn(command));
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    for (CommandSpy &spy : spies) {
        QTRY_VERIFY_WITH_TIMEOUT(spy.hasStarted(), CommandSpy::Patience);
        QVERIFY(!spy.isFinished());
        spy.reply()->kill();
        QVERIFY(spy.waitForGone());
        QCOMPARE(spy.result().signalNumber, SIGKILL);
    }
}

void WaitingTest::noMoreThanMayWait()
{
    spawner().setMaxRunningCount(2);
    spawner().setMaxQueueLength(3);
    QCOMPARE(spawner().maxQueueLength(), 3);
    std::deque<CommandSpy> accepted;
    for (int i = 0; i < 5; ++i)
        accepted.emplace_back(spawner().aspawn(sleepingChild()));
    for (int i = 0; i < 2; ++i) {
        CommandSpy refused(spawner().aspawn({u"true"_s}));
        QVERIFY(refused.waitForGone());
        QCOMPARE(refused.order(), "finished");
        QCOMPARE(refused.result().error, Error::FailedToStart);
        QCOMPARE(refused.result().stage, Stage::Queue);
        QCOMPARE(refused.result().systemError, EAGAIN);
        QCOMPARE(refused.result().errorString(), u"too many commands are waiting"_s);
        QCOMPARE(refused.result().processId, 0);
    }
    for (CommandSpy &spy : accepted) {
        spy.reply()->cancel();
        QVERIFY(spy.waitForGone());
        QCOMPARE(spy.result().error, Error::Cancelled);
    }
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
}

void WaitingTest::cancelledOnesMakeRoom()
{
    spawner().setMaxRunningCount(1);
    spawner().setMaxQueueLength(1);
    CommandSpy running(spawner().aspawn(sleepingChild()));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted(), CommandSpy::Patience);
    CommandSpy waiting(spawner().aspawn({u"true"_s}));
    waiting.reply()->cancel();
    CommandSpy next(spawner().aspawn({u"true"_s}));
    QVERIFY(waiting.waitForGone());
    QCOMPARE(waiting.result().error, Error::Cancelled);
    running.reply()->kill();
    QVERIFY(running.waitForGone());
    QVERIFY(next.waitForGone());
    QVERIFY2(next.result().isSuccess(), qPrintable(next.result().errorString()));
}

void WaitingTest::queueTimeout()
{
    const QTemporaryDir folder;
    const QString mark = folder.filePath(u"mark"_s);
    spawner().setMaxRunningCount(1);
    CommandSpy first(spawner().aspawn(sleepingChild()));
    QTRY_VERIFY_WITH_TIMEOUT(first.hasStarted(), CommandSpy::Patience);
    Command command(testChild({u"append"_s, mark}));
    command.setQueueTimeout(100ms);
    CommandSpy spy(spawner().aspawn(command));
    QVERIFY(spy.waitForGone());
    QCOMPARE(spy.order(), "finished");
    QCOMPARE(spy.result().error, Error::TimedOut);
    QCOMPARE(spy.result().stage, Stage::Queue);
    QCOMPARE(spy.result().systemError, ETIMEDOUT);
    QCOMPARE(spy.result().processId, 0);
    QCOMPARE(spy.result().attempts, 0);
    QVERIFY(spy.result().queued >= 100ms);
    QCOMPARE(spy.result().errorString(), u"the command waited too long in the queue"_s);
    QCOMPARE(spawner().queuedCount(), 0);
    first.reply()->kill();
    QVERIFY(first.waitForGone());
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    QCOMPARE(runCount(mark), 0);
}

void WaitingTest::queueTimeoutEndsWithTheWait()
{
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess()); // there is a helper
    Command command(sleepingChild(3500));
    command.setQueueTimeout(3s);
    const CommandResult result = runCommand(spawner(), command);
    QVERIFY2(result.isSuccess(), qPrintable(result.errorString()));
    QVERIFY(result.elapsed >= 3500ms);
}

void WaitingTest::timeoutCountsFromTheClone()
{
    spawner().setMaxRunningCount(1);
    CommandSpy first(spawner().aspawn(sleepingChild(2500)));
    Command command(testChild({u"exit"_s, u"4"_s}));
    command.setTimeout(2s);
    const CommandResult result = runCommand(spawner(), command);
    QVERIFY(first.isFinished());
    QCOMPARE(result.exitCode, 4);
    QCOMPARE(result.error, Error::NonZeroExit);
    QVERIFY(result.queued >= 2s);
    QVERIFY(first.waitForGone());
}

void WaitingTest::timeout_data()
{
    QTest::addColumn<int>("killSignal");
    QTest::addColumn<std::chrono::milliseconds>("killDelay");
    QTest::addColumn<int>("signalNumber");
    QTest::newRow("as it is") << SIGTERM << 20000ms << SIGTERM;
    QTest::newRow("another signal") << SIGINT << 20000ms << SIGINT;
    QTest::newRow("a signal that does nothing") << SIGURG << 100ms << SIGKILL;
    QTest::newRow("at once") << SIGTERM << 0ms << SIGKILL;
}

void WaitingTest::timeout()
{
    QFETCH(int, killSignal);
    QFETCH(std::chrono::milliseconds, killDelay);
    QFETCH(int, signalNumber);
    Command command(testChildChain({{u"writestd"_s, u"before"_s}, {u"sleep"_s, u"20000"_s}}));
    command.setTimeout(1s);
    command.setKillSignal(killSignal);
    command.setKillDelay(killDelay);
    const CommandResult result = runCommand(spawner(), command);
    QCOMPARE(result.error, Error::TimedOut);
    QCOMPARE(result.signalNumber, signalNumber);
    QCOMPARE(result.exitCode, -1);
    QCOMPARE(result.stage, Stage::None);
    QVERIFY(result.processId > 0);
    QVERIFY(result.elapsed >= 1s);
    QCOMPARE(result.standardOutput, "before");
    QVERIFY(result.errorString().startsWith(u"timed out after "_s));
}

QTEST_GUILESS_MAIN(WaitingTest)
#include "tst_waiting.moc"
