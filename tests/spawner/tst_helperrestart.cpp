// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>

#include "common/fakehelper.h"
#include "common/heldcommand.h"
#include "common/helperspy.h"
#include "common/patience.h"
#include "common/processstate.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <deque>

using namespace Qt::StringLiterals;
using namespace Spawn;
using namespace std::chrono_literals;
using Error = CommandResult::Error;
using Kind = SpawnerError::Kind;
using Reason = HelperExit::Reason;
using SpawnerState = AsyncSpawner::State;

// Helpers that end, and what comes after them.
class HelperRestartTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void tellsHowItEnded();
    void f11_helperGetsASignal_data();
    void f11_helperGetsASignal();
    void f02_runsOnceWhatTheHelperHadNotStarted();
    void f06_helperClosesItsChannelAndLives();
    void f09_givesUpAfterARowOfEarlyEnds_data();
    void f09_givesUpAfterARowOfEarlyEnds();
    void f09_restsAfterGivingUp();
    void f09_aRequestAfterTheRestTriesAgain();
    void aHealthyHelperMayDieAnyNumberOfTimes();
    void keepsAHundredLinesOfHistory();
    void manualModeWaitsForStart();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }
    void setPolicy(int giveUpAfter, std::chrono::milliseconds maximumDelay,
                   std::chrono::milliseconds healthyAfter = 1h);
    void signalHelper(int signalNumber)
    {
        QVERIFY(spawner().helperProcessId() > 1);
        kill(static_cast<pid_t>(spawner().helperProcessId()), signalNumber);
    }

    SpawnerFixture m_fixture;
    std::unique_ptr<HelperSpy> m_helpers;
};

void HelperRestartTest::init()
{
    m_fixture.begin();
    m_helpers = std::make_unique<HelperSpy>(spawner());
}

void HelperRestartTest::setPolicy(int giveUpAfter, std::chrono::milliseconds maximumDelay,
                                  std::chrono::milliseconds healthyAfter)
{
    RestartPolicy policy;
    policy.giveUpAfter = giveUpAfter;
    policy.maximumDelay = maximumDelay;
    policy.healthyAfter = healthyAfter;
    spawner().setRestartPolicy(policy);
}

void HelperRestartTest::tellsHowItEnded()
{
    const QDateTime before = QDateTime::currentDateTimeUtc();
    CommandSpy first(spawner().aspawn(heldCommand(8)));
    CommandSpy second(spawner().aspawn(heldCommand(9)));
    QTRY_VERIFY_WITH_TIMEOUT(first.hasStarted() && second.hasStarted(), Patience);
    const qint64 processId = spawner().helperProcessId();
    signalHelper(SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(m_helpers->started.size(), 2, Patience);
    QCOMPARE(m_helpers->exits.size(), 1);
    const HelperExit &end = m_helpers->exits[0];
    QCOMPARE(end.processId, processId);
    QCOMPARE(end.reason, Reason::Crashed);
    QCOMPARE(end.signalNumber, SIGKILL);
    QCOMPARE(end.exitCode, -1);
    QCOMPARE(end.carriedOver, 2);
    QCOMPARE(end.resent, 0);
    QCOMPARE(end.backOff, 0ms);
    QCOMPARE(end.time.timeSpec(), Qt::UTC);
    QVERIFY(end.time >= before && end.time <= QDateTime::currentDateTimeUtc());
    QVERIFY(end.uptime >= 0ms && end.uptime.count() <= before.msecsTo(end.time) + 1);
    QVERIFY2(end.text.contains(QString::number(processId)) && end.text.contains(u"SIGKILL"_s),
             qPrintable(end.text));
    QCOMPARE(m_helpers->states,
             (QList<SpawnerState>{SpawnerState::Starting, SpawnerState::Running,
                                  SpawnerState::Restarting, SpawnerState::Starting,
                                  SpawnerState::Running}));
    QCOMPARE(m_helpers->started, (QList<qint64>{processId, spawner().helperProcessId()}));
    QVERIFY(m_helpers->errors.isEmpty());

    const QList<HelperExit> history = spawner().restartHistory();
    QCOMPARE(history.size(), 1);
    QCOMPARE(history[0].text, end.text);
    QCOMPARE(history[0].time, end.time);

    first.reply()->write("x");
    second.reply()->write("x");
    QVERIFY(first.waitForGone() && second.waitForGone());
    QCOMPARE(first.result().exitCode, 8);
    QCOMPARE(second.result().exitCode, 9);
    QCOMPARE(first.result().attempts, 1);
    QCOMPARE(m_helpers->drained, 1);
}

void HelperRestartTest::f11_helperGetsASignal_data()
{
    QTest::addColumn<int>("signalNumber");
    for (const int number :
         {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGPIPE, SIGALRM, SIGCHLD, SIGTSTP})
        QTest::newRow(sigabbrev_np(number)) << number;
}

void HelperRestartTest::f11_helperGetsASignal()
{
    QFETCH(int, signalNumber);
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    signalHelper(signalNumber);
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    QCOMPARE(m_helpers->started.size(), 1);
    QVERIFY(m_helpers->exits.isEmpty());
    QVERIFY(processState(spawner().helperProcessId()) != 'T');
}

void HelperRestartTest::f02_runsOnceWhatTheHelperHadNotStarted()
{
    static constexpr int Count = 20;
    const QTemporaryDir folder;
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    signalHelper(SIGSTOP);
    QTRY_COMPARE(processState(spawner().helperProcessId()), 'T');
    std::deque<CommandSpy> commands;
    for (int i = 0; i < Count; ++i)
        commands.emplace_back(
            spawner().aspawn(testChild({u"append"_s, folder.filePath(QString::number(i))})));
    // It has got them, and has read none.
    const auto isStarting = [](const CommandSpy &spy) {
        return spy.reply()->state() == CommandReply::State::Starting;
    };
    QTRY_VERIFY_WITH_TIMEOUT(std::all_of(commands.begin(), commands.end(), isStarting), Patience);
    QCOMPARE(spawner().runningCount(), Count);
    signalHelper(SIGKILL);
    for (int i = 0; i < Count; ++i) {
        CommandSpy &command = commands[size_t(i)];
        QVERIFY(command.waitForGone());
        QVERIFY(command.result().isSuccess());
        QCOMPARE(command.order(), "started exited finished");
        QCOMPARE(command.result().attempts, 2);
        QCOMPARE(runCount(folder.filePath(QString::number(i))), 1);
    }
    QCOMPARE(m_helpers->exits.size(), 1);
    QCOMPARE(m_helpers->exits[0].resent, Count);
    QCOMPARE(m_helpers->exits[0].carriedOver, 0);
}

void HelperRestartTest::f06_helperClosesItsChannelAndLives()
{
    FakeHelper helper(u"closes-channel"_s);
    spawner().setHelperProgram(helper.path());
    CommandSpy command(spawner().aspawn({u"true"_s}));
    QTRY_COMPARE_WITH_TIMEOUT(m_helpers->exits.size(), 1, Patience);
    QCOMPARE(m_helpers->exits[0].reason, Reason::ProtocolError);
    QCOMPARE(m_helpers->exits[0].signalNumber, SIGKILL);
    QVERIFY(!Leftovers::isAlive(m_helpers->exits[0].processId));
    QVERIFY(helper.becomeReal());
    QVERIFY(command.waitForGone());
    QVERIFY(command.result().isSuccess());
}

void HelperRestartTest::f09_givesUpAfterARowOfEarlyEnds_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("lastWords");
    QTest::newRow("before its greeting") << u"dies-at-once"_s << 4 << QString();
    QTest::newRow("after its greeting") << u"dies-after-greeting"_s << 3 << u"the last words"_s;
}

void HelperRestartTest::f09_givesUpAfterARowOfEarlyEnds()
{
    QFETCH(QString, mode);
    QFETCH(int, exitCode);
    QFETCH(QString, lastWords);

    setPolicy(4, 60ms);
    FakeHelper helper(mode);
    spawner().setHelperProgram(helper.path());
    std::deque<CommandSpy> commands;
    for (int i = 0; i < 3; ++i)
        commands.emplace_back(spawner().aspawn({u"true"_s}));
    for (CommandSpy &command : commands) {
        QVERIFY(command.waitForGone());
        QCOMPARE(command.result().error, Error::FailedToStart);
        QCOMPARE(command.result().stage, CommandResult::Stage::Transfer);
        QCOMPARE(command.result().systemError, EPIPE);
        QVERIFY(command.result().errorString().contains(lastWords));
    }
    QCOMPARE(m_helpers->errors.size(), 1);
    QCOMPARE(m_helpers->errors[0].kind, Kind::GaveUp);
    QCOMPARE(m_helpers->errors[0].systemError, EPIPE);
    QVERIFY(m_helpers->errors[0].text.contains(lastWords));
    QCOMPARE(spawner().state(), SpawnerState::Failed);
    QCOMPARE(helper.starts(), 4);
    QCOMPARE(m_helpers->exits.size(), 4);
    for (const HelperExit &end : std::as_const(m_helpers->exits)) {
        QCOMPARE(end.reason, Reason::Exited);
        QCOMPARE(end.exitCode, exitCode);
        QCOMPARE(end.signalNumber, 0);
        QVERIFY(end.text.contains(lastWords));
    }
    QCOMPARE(m_helpers->exits[0].backOff, 0ms);
    QVERIFY(m_helpers->exits[1].backOff >= 45ms && m_helpers->exits[1].backOff <= 55ms);
    QVERIFY(m_helpers->exits[2].backOff >= 54ms && m_helpers->exits[2].backOff <= 60ms);
    QCOMPARE(m_helpers->exits[3].backOff, 0ms); // there is none
    QVERIFY(m_helpers->exits[1].time.msecsTo(m_helpers->exits[2].time) >= 45);
    QCOMPARE(spawner().restartHistory().size(), 4);
    QCOMPARE(m_helpers->drained, 1);

    QVERIFY(helper.becomeReal());
    spawner().start();
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    QCOMPARE(m_helpers->errors.size(), 1);
    QCOMPARE(spawner().state(), SpawnerState::Running);
}

// An application that goes on asking does not make a helper die for each request.
void HelperRestartTest::f09_restsAfterGivingUp()
{
    setPolicy(2, 1h);
    FakeHelper helper(u"dies-after-greeting"_s);
    spawner().setHelperProgram(helper.path());
    for (int i = 0; i < 10; ++i)
        QCOMPARE(runCommand(spawner(), {u"true"_s}).error, Error::FailedToStart);
    QCOMPARE(helper.starts(), 2);
    QCOMPARE(m_helpers->errors.size(), 1);
    QVERIFY(helper.becomeReal());
    QCOMPARE(runCommand(spawner(), {u"true"_s}).error, Error::FailedToStart);
    spawner().start(); // does not wait for the end of the rest
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
}

void HelperRestartTest::f09_aRequestAfterTheRestTriesAgain()
{
    setPolicy(2, 1ms);
    FakeHelper helper(u"dies-after-greeting"_s);
    spawner().setHelperProgram(helper.path());
    QCOMPARE(runCommand(spawner(), {u"true"_s}).error, Error::FailedToStart);
    QCOMPARE(spawner().state(), SpawnerState::Failed);
    QVERIFY(helper.becomeReal());
    QVERIFY(
        QTest::qWaitFor([&] { return runCommand(spawner(), {u"true"_s}).isSuccess(); }, Patience));
    QCOMPARE(m_helpers->errors.size(), 1);
}

void HelperRestartTest::aHealthyHelperMayDieAnyNumberOfTimes()
{
    setPolicy(3, 5s, 1ms);
    for (int i = 1; i <= 8; ++i) {
        // Having run a command it is older than that.
        QVERIFY(runCommand(spawner(), testChild({u"sleep"_s, u"5"_s})).isSuccess());
        signalHelper(SIGKILL);
        QTRY_COMPARE_WITH_TIMEOUT(m_helpers->started.size(), i + 1, Patience);
        QCOMPARE(m_helpers->exits.last().backOff, 0ms);
    }
    QVERIFY(m_helpers->errors.isEmpty());
}

void HelperRestartTest::keepsAHundredLinesOfHistory()
{
    setPolicy(0, 0ms);
    FakeHelper helper(u"dies-at-once"_s);
    spawner().setHelperProgram(helper.path());
    CommandSpy command(spawner().aspawn({u"true"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(m_helpers->exits.size() >= 110, Patience);
    QVERIFY(helper.becomeReal());
    QVERIFY(command.waitForGone());
    QVERIFY(command.result().isSuccess());
    const QList<HelperExit> history = spawner().restartHistory();
    QCOMPARE(history.size(), 100);
    const QList<HelperExit> last = m_helpers->exits.last(100);
    for (int i = 0; i < 100; ++i)
        QCOMPARE(history[i].processId, last[i].processId);
    QVERIFY(m_helpers->errors.isEmpty());
}

void HelperRestartTest::manualModeWaitsForStart()
{
    RestartPolicy policy;
    policy.mode = RestartPolicy::Mode::Manual;
    spawner().setRestartPolicy(policy);
    CommandSpy running(spawner().aspawn(heldCommand(8)));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted(), Patience);
    signalHelper(SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(m_helpers->exits.size(), 1, Patience);
    QCOMPARE(spawner().helperProcessId(), 0);
    QCOMPARE(spawner().state(), SpawnerState::NotRunning);
    CommandSpy waiting(spawner().aspawn(testChild({u"exit"_s, u"3"_s})));

    // What ran ends as it does; by then the other would have begun.
    running.reply()->write("x");
    QVERIFY(running.waitForGone());
    QCOMPARE(running.result().exitCode, 8);
    QCOMPARE(waiting.reply()->state(), CommandReply::State::Queued);
    QCOMPARE(m_helpers->started.size(), 1);
    QCOMPARE(m_helpers->drained, 0);

    spawner().start();
    QVERIFY(waiting.waitForGone());
    QCOMPARE(waiting.result().exitCode, 3);
    QCOMPARE(m_helpers->started.size(), 2);
    QVERIFY(m_helpers->errors.isEmpty());
    QCOMPARE(m_helpers->drained, 1);
}

QTEST_GUILESS_MAIN(HelperRestartTest)
#include "tst_helperrestart.moc"
