// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>

#include "common/applicationprocess.h"
#include "common/fakehelper.h"
#include "common/heldcommand.h"
#include "common/helperspy.h"
#include "common/patience.h"
#include "common/processstate.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <QtCore/QTemporaryDir>
#include <QtCore/QThread>
#include <QtTest/QTest>

#include <algorithm>
#include <csignal>
#include <deque>

using namespace Qt::StringLiterals;
using namespace Spawn;
using namespace std::chrono_literals;
using Reason = HelperExit::Reason;
using SpawnerState = AsyncSpawner::State;

// Who answers lives, and who does not is replaced; who could not ask does not judge.
class HeartbeatTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void f04_stoppedHelperIsReplaced();
    void f04_spawnerOfAStoppedHelperEnds();
    void helperThatNeverAnswers();
    void helperThatNeverGreets();
    void isOffWithAnIntervalOfNothing();
    void leavesAHealthyHelperAlone();
    void f16_busyThread();
    void f27_stoppedApplication();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }
    void stopHelper();

    SpawnerFixture m_fixture;
    std::unique_ptr<HelperSpy> m_helpers;
};

static constexpr auto Interval = 400ms;

void HeartbeatTest::init()
{
    m_fixture.begin();
    m_helpers = std::make_unique<HelperSpy>(spawner());
    spawner().setHeartbeatInterval(Interval);
}

void HeartbeatTest::stopHelper()
{
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    kill(static_cast<pid_t>(spawner().helperProcessId()), SIGSTOP);
}

void HeartbeatTest::f04_stoppedHelperIsReplaced()
{
    static constexpr int Count = 10;
    const QTemporaryDir folder;
    std::deque<CommandSpy> running;
    for (int i = 0; i < Count; ++i)
        running.emplace_back(spawner().aspawn(heldCommand(i)));
    const auto hasStarted = [](const CommandSpy &spy) {
        return spy.hasStarted();
    };
    QTRY_VERIFY_WITH_TIMEOUT(std::all_of(running.begin(), running.end(), hasStarted), Patience);
    const qint64 first = spawner().helperProcessId();
    stopHelper();
    std::deque<CommandSpy> waiting;
    for (int i = 0; i < Count; ++i)
        waiting.emplace_back(
            spawner().aspawn(testChild({u"append"_s, folder.filePath(QString::number(i))})));

    for (int i = 0; i < Count; ++i) {
        QVERIFY(waiting[size_t(i)].waitForGone());
        QVERIFY(waiting[size_t(i)].result().isSuccess());
        QCOMPARE(runCount(folder.filePath(QString::number(i))), 1);
    }
    QCOMPARE(m_helpers->exits.size(), 1);
    const HelperExit &end = m_helpers->exits[0];
    QCOMPARE(end.processId, first);
    QCOMPARE(end.reason, Reason::Unresponsive);
    QCOMPARE(end.signalNumber, SIGKILL);
    QCOMPARE(end.carriedOver, Count);
    QCOMPARE(end.resent, Count);
    QVERIFY2(end.text.contains(u"400 ms"_s), qPrintable(end.text));
    QVERIFY(!Leftovers::isAlive(first));
    QCOMPARE(m_helpers->started.size(), 2);
    for (int i = 0; i < Count; ++i) {
        CommandSpy &command = running[size_t(i)];
        QVERIFY(!command.isFinished());
        command.reply()->write("x");
        QVERIFY(command.waitForGone());
        QCOMPARE(command.result().exitCode, i);
    }
    QVERIFY(m_helpers->errors.isEmpty());
}

// Nobody waits for one that does not act.
void HeartbeatTest::f04_spawnerOfAStoppedHelperEnds()
{
    AsyncSpawner other;
    other.setHeartbeatInterval(0ms);
    QVERIFY(runCommand(other, {u"true"_s}).isSuccess());
    kill(static_cast<pid_t>(other.helperProcessId()), SIGSTOP);
    CommandReply *const reply = other.aspawn({u"true"_s});
    const QFuture<CommandResult> future = reply->future();
    other.destroy();
    QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), Patience);
    QCOMPARE(future.result().error, CommandResult::Error::Destroyed);
    QTRY_COMPARE_WITH_TIMEOUT(other.state(), SpawnerState::NotRunning, Patience);
}

void HeartbeatTest::helperThatNeverAnswers()
{
    FakeHelper helper(u"never-answers"_s);
    spawner().setHelperProgram(helper.path());
    CommandSpy command(spawner().aspawn(testChild({u"exit"_s, u"3"_s})));
    QTRY_COMPARE_WITH_TIMEOUT(m_helpers->started.size(), 1, Patience);
    QVERIFY(helper.becomeReal());
    QVERIFY(command.waitForGone());
    QCOMPARE(command.result().exitCode, 3);
    QCOMPARE(command.result().attempts, 2);
    QCOMPARE(m_helpers->exits.size(), 1);
    QCOMPARE(m_helpers->exits[0].reason, Reason::Unresponsive);
    QVERIFY(m_helpers->exits[0].uptime >= Interval);
}

void HeartbeatTest::helperThatNeverGreets()
{
    FakeHelper helper(u"never-greets"_s);
    spawner().setHelperProgram(helper.path());
    CommandSpy command(spawner().aspawn(testChild({u"exit"_s, u"3"_s})));
    QTRY_COMPARE_WITH_TIMEOUT(helper.starts(), 1, Patience);
    QVERIFY(helper.becomeReal());
    QVERIFY(command.waitForGone());
    QCOMPARE(command.result().exitCode, 3);
    QCOMPARE(command.result().attempts, 1); // it was never handed to the silent one
    QCOMPARE(m_helpers->exits.size(), 1);
    QCOMPARE(m_helpers->exits[0].reason, Reason::Unresponsive);
    QCOMPARE(m_helpers->started.size(), 1);
}

// The helper of a second spawner, which is replaced again and again, is the clock.
void HeartbeatTest::isOffWithAnIntervalOfNothing()
{
    spawner().setHeartbeatInterval(0ms);
    QCOMPARE(spawner().heartbeatInterval(), 0ms);
    stopHelper();
    AsyncSpawner other;
    other.setHeartbeatInterval(Interval);
    const HelperSpy others(other);
    for (int i = 1; i <= 3; ++i) {
        other.start();
        QTRY_COMPARE_WITH_TIMEOUT(others.started.size(), i, Patience);
        kill(static_cast<pid_t>(other.helperProcessId()), SIGSTOP);
        QTRY_COMPARE_WITH_TIMEOUT(others.exits.size(), i, Patience);
        QCOMPARE(others.exits.last().reason, Reason::Unresponsive);
    }
    QVERIFY(m_helpers->exits.isEmpty());
    QCOMPARE(processState(spawner().helperProcessId()), 'T');
}

void HeartbeatTest::leavesAHealthyHelperAlone()
{
    spawner().setHeartbeatInterval(100ms);
    QVERIFY(runCommand(spawner(), testChild({u"sleep"_s, u"1000"_s})).isSuccess());
    QVERIFY(m_helpers->exits.isEmpty());
}

// Signals come late; nothing else does.
void HeartbeatTest::f16_busyThread()
{
    std::deque<CommandSpy> commands;
    for (int i = 0; i < 20; ++i)
        commands.emplace_back(spawner().aspawn(testChild({u"write"_s, u"100000"_s})));
    QThread::sleep(3);
    QVERIFY(std::none_of(commands.begin(), commands.end(),
                         [](const CommandSpy &spy) { return spy.isFinished(); }));
    for (CommandSpy &command : commands) {
        QVERIFY(command.waitForGone());
        QVERIFY(command.result().isSuccess());
        QCOMPARE(command.result().standardOutput.size(), 100000);
        // The last of them was long done when this thread looked.
        QVERIFY(command.result().queued + command.result().elapsed < 3s);
    }
    QVERIFY(m_helpers->exits.isEmpty());
    QCOMPARE(m_helpers->started.size(), 1);
}

// As a debugger does, or Ctrl-Z; its helper and its commands go on.
void HeartbeatTest::f27_stoppedApplication()
{
    ApplicationProcess application({u"run"_s});
    QVERIFY(application.waitFor("command"));
    const qint64 helper = application.told("helper").value(0);
    kill(static_cast<pid_t>(application.processId()), SIGSTOP);
    QTRY_COMPARE(processState(application.processId()), 'T');
    QThread::msleep(2500); // several times its interval
    kill(static_cast<pid_t>(application.processId()), SIGCONT);
    for (int i = 1; i <= 3; ++i) {
        application.write("\n");
        QVERIFY(application.waitFor("result", i));
    }
    QCOMPARE(application.told("result"), (QList<qint64>{6, 6, 6}));
    QCOMPARE(application.told("helper"), QList<qint64>{helper});
    QVERIFY(application.told("exit").isEmpty());
    QVERIFY(application.told("finished").isEmpty());
    QVERIFY(application.end());
}

QTEST_GUILESS_MAIN(HeartbeatTest)
#include "tst_heartbeat.moc"
