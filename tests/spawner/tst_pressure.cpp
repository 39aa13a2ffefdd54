// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>

#include "common/commandspy.h"
#include "common/heldcommand.h"
#include "common/helperspy.h"
#include "common/patience.h"
#include "common/shortage.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QFileInfo>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <cerrno>
#include <csignal>
#include <deque>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;
using namespace Spawn;
using Error = CommandResult::Error;
using Stage = CommandResult::Stage;

// An application that has no descriptors left, and a disk that has no room.
class PressureTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void f29_waitsForThoseThatRun();
    void f29_nothingComesBack();
    void f29_aDaemonGivesNothingBack();
    void f29_firstHelperWaits();
    void f29_noneForTheFirstHelper();
    void f29_noneForTheNextHelper();
    void f35_fullDisk();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    SpawnerFixture m_fixture;
};

// ---- The application ---------------------------------------------------------------------------

// Has every descriptor that this process may have.
class TakenDescriptors final
{
public:
    TakenDescriptors() : m_limit(getpid(), RLIMIT_NOFILE, 128)
    {
        for (int fd = open("/dev/null", O_RDONLY | O_CLOEXEC); fd >= 0;
             fd = open("/dev/null", O_RDONLY | O_CLOEXEC))
            m_fds.push_back(fd);
        m_reason = errno;
    }
    ~TakenDescriptors() { giveBack(); }
    Q_DISABLE_COPY_MOVE(TakenDescriptors)

    bool isAll() const { return m_reason == EMFILE; }
    void giveBack()
    {
        for (const int fd : m_fds)
            close(fd);
        m_fds.clear();
        m_limit.raise();
    }

private:
    LoweredLimit m_limit;
    std::vector<int> m_fds;
    int m_reason = 0;
};

void PressureTest::f29_waitsForThoseThatRun()
{
    Command talking(testChild({u"echo"_s}));
    talking.setStandardInputMode(Command::InputMode::Pipe);
    talking.setStandardOutputMode(Command::OutputMode::Stream);
    CommandReply *const talkingReply = spawner().aspawn(talking);
    CommandSpy talkingSpy(talkingReply);
    QByteArray answers;
    connect(talkingReply, &CommandReply::readyReadStandardOutput, this,
            [&] { answers += talkingReply->readAllStandardOutput(); });
    // Has the descriptors that come back.
    CommandSpy sleeping(
        spawner().aspawn(testChild({u"sleep"_s, QString::number(LongerThanAShortage)})));
    QTRY_VERIFY_WITH_TIMEOUT(talkingSpy.hasStarted() && sleeping.hasStarted(), Patience);

    const TakenDescriptors taken;
    QVERIFY(taken.isAll());
    const UsedTime used(spawner().helperProcessId());
    std::deque<CommandSpy> waiting;
    for (int i = 0; i < 3; ++i) {
        Command command(testChild({u"writestd"_s, u"out"_s, u"err"_s}));
        command.setMergedOutput(true);
        waiting.emplace_back(spawner().aspawn(command));
    }
    bool waitedForIt = false;
    connect(sleeping.reply(), &CommandReply::finished, this,
            [&] { waitedForIt = noneFinished(waiting); });
    talkingReply->write("hello");
    QTRY_COMPARE_WITH_TIMEOUT(answers, "hello", Patience);

    QVERIFY(sleeping.waitForGone());
    QVERIFY(used.isLittle());
    QVERIFY(sleeping.result().isSuccess());
    QVERIFY(waitedForIt);
    for (CommandSpy &spy : waiting) {
        QVERIFY(spy.waitForGone());
        QCOMPARE(spy.order(), "started exited finished");
        QVERIFY2(spy.result().isSuccess(), qPrintable(spy.result().errorString()));
        QCOMPARE(spy.result().standardOutput, "outerr");
    }
    talkingReply->write(" again");
    talkingReply->closeStandardInput();
    QVERIFY(talkingSpy.waitForGone());
    QVERIFY(talkingSpy.result().isSuccess());
    QCOMPARE(answers, "hello again");
    QVERIFY(spawner().restartHistory().isEmpty());
}

// All of those that wait have waited for the same thing: they do not wait for it one after another.
void PressureTest::f29_nothingComesBack()
{
    CommandSpy running(spawner().aspawn(sleeper(LongerThanAShortage)));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted(), Patience);
    const TakenDescriptors taken;
    QVERIFY(taken.isAll());
    std::deque<CommandSpy> waiting;
    for (int i = 0; i < 5; ++i)
        waiting.emplace_back(spawner().aspawn({u"true"_s}));
    bool waitedForIt = false;
    connect(running.reply(), &CommandReply::finished, this,
            [&] { waitedForIt = noneFinished(waiting); });
    QVERIFY(running.waitForGone());
    QVERIFY(running.result().isSuccess());
    QVERIFY(waitedForIt);
    QElapsedTimer time;
    time.start();
    QTRY_VERIFY_WITH_TIMEOUT(allFinished(waiting), Patience);
    const qint64 elapsed = time.elapsed();
    QCOMPARE(notRefused(waiting, Stage::Pipe, EMFILE), QString());
    QVERIFY2(elapsed < 5000, qPrintable(QString::number(elapsed)));
}

// It may run for ever: nobody waits for it.
void PressureTest::f29_aDaemonGivesNothingBack()
{
    Command daemon = sleeper(60000);
    daemon.setDetached(true);
    CommandSpy running(spawner().aspawn(daemon));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted(), Patience);
    {
        const TakenDescriptors taken;
        QVERIFY(taken.isAll());
        CommandSpy waiting(spawner().aspawn({u"true"_s}));
        QVERIFY(waiting.waitForGone());
        QCOMPARE(waiting.result().stage, Stage::Pipe);
        QCOMPARE(waiting.result().systemError, EMFILE);
    }
    QVERIFY(!running.isFinished());
    running.reply()->kill();
    QVERIFY(running.waitForGone());
}

// By then the I/O thread has closed what the spawners of other tests had.
static bool settleDescriptors(AsyncSpawner &spawner)
{
    return runCommand(spawner, {u"true"_s}).isSuccess()
        && QTest::qWaitFor(
               [&] { return Leftovers::children() == QList<qint64>{spawner.helperProcessId()}; },
               Patience)
        && runCommand(spawner, {u"true"_s}).isSuccess();
}

void PressureTest::f29_firstHelperWaits()
{
    AsyncSpawner other;
    QVERIFY(settleDescriptors(other));
    const HelperSpy helpers(spawner());
    TakenDescriptors taken;
    QVERIFY(taken.isAll());
    CommandSpy first(spawner().aspawn({u"true"_s}));
    QTRY_COMPARE_WITH_TIMEOUT(spawner().state(), AsyncSpawner::State::Restarting, Patience);
    CommandSpy second(spawner().aspawn({u"true"_s}));
    QVERIFY(runCommand(other, Command({u"true"_s})).stage == Stage::Pipe); // time goes by
    QVERIFY(!first.isFinished() && !second.isFinished());
    taken.giveBack();
    QVERIFY(first.waitForGone());
    QVERIFY(second.waitForGone());
    QVERIFY2(first.result().isSuccess(), qPrintable(first.result().errorString()));
    QVERIFY(second.result().isSuccess());
    QVERIFY(helpers.errors.isEmpty());
    QVERIFY(spawner().restartHistory().isEmpty());
}

// It is told once, and whoever asks again later gets one.
void PressureTest::f29_noneForTheFirstHelper()
{
    AsyncSpawner other;
    QVERIFY(settleDescriptors(other));
    RestartPolicy policy;
    policy.giveUpAfter = 2;
    spawner().setRestartPolicy(policy);
    const HelperSpy helpers(spawner());

    TakenDescriptors taken;
    QVERIFY(taken.isAll());
    std::deque<CommandSpy> burst;
    for (int i = 0; i < 3; ++i)
        burst.emplace_back(spawner().aspawn({u"true"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(allFinished(burst), Patience);
    taken.giveBack();
    for (const CommandSpy &spy : burst) {
        QCOMPARE(spy.result().error, Error::FailedToStart);
        QCOMPARE(spy.result().stage, Stage::Transfer);
        QCOMPARE(spy.result().systemError, EMFILE);
    }
    QCOMPARE(helpers.errors.size(), 1);
    CommandResult later;
    const auto isAnswered = [&] {
        later = runCommand(spawner(), {u"true"_s});
        return later.error != Error::FailedToStart; // the failure is told to a whole burst
    };
    QVERIFY(QTest::qWaitFor(isAnswered, Patience));
    QVERIFY2(later.isSuccess(), qPrintable(later.errorString()));
}

void PressureTest::f29_noneForTheNextHelper()
{
    RestartPolicy policy;
    policy.giveUpAfter = 0;
    spawner().setRestartPolicy(policy);
    const HelperSpy helpers(spawner());
    CommandSpy running(spawner().aspawn(heldCommand(7)));
    CommandSpy clock(spawner().aspawn(sleeper(500)));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted() && clock.hasStarted(), Patience);
    TakenDescriptors taken;
    QVERIFY(taken.isAll());
    // What it gives back is not enough for another one.
    kill(static_cast<pid_t>(spawner().helperProcessId()), SIGKILL);
    const UsedTime used;
    CommandSpy waiting(spawner().aspawn(testChild({u"exit"_s, u"3"_s})));
    QVERIFY(clock.waitForGone());
    QVERIFY(used.isLittle());
    QCOMPARE(spawner().state(), AsyncSpawner::State::Restarting);
    QCOMPARE(helpers.started.size(), 1);
    taken.giveBack();
    QVERIFY(waiting.waitForGone());
    QCOMPARE(waiting.result().exitCode, 3);
    running.reply()->write("x");
    QVERIFY(running.waitForGone());
    QCOMPARE(running.result().exitCode, 7);
    QCOMPARE(helpers.started.size(), 2);
    QCOMPARE(spawner().restartHistory().size(), 1);
    QVERIFY(helpers.errors.isEmpty());
}

// ---- The disk ----------------------------------------------------------------------------------

void PressureTest::f35_fullDisk()
{
    const QTemporaryDir folder;
    CommandSpy held(spawner().aspawn(heldCommand(5)));
    Command full(testChild({u"write"_s, u"100000"_s}));
    full.setStandardOutputFile(u"/dev/full"_s);
    Command fullError(testChildChain({{u"write"_s, u"100000"_s}, {u"write"_s, u"9"_s, u"2"_s}}));
    fullError.setStandardErrorFile(u"/dev/full"_s);
    Command other(testChild({u"write"_s, u"100000"_s}));
    other.setStandardOutputFile(folder.filePath(u"other"_s));
    std::deque<CommandSpy> spies;
    for (const Command &command : {full, fullError, other, full, other})
        spies.emplace_back(spawner().aspawn(command));
    QTRY_VERIFY_WITH_TIMEOUT(allFinished(spies), Patience);
    static constexpr int WriteError = 124; // of testchild, when it cannot write
    const QList<int> exitCodes{WriteError, WriteError, 0, WriteError, 0};
    for (int i = 0; i < exitCodes.size(); ++i) {
        const CommandSpy &spy = spies[size_t(i)];
        QCOMPARE(spy.order(), "started exited finished");
        QCOMPARE(spy.result().exitCode, exitCodes[i]);
        QCOMPARE(spy.result().error, exitCodes[i] == 0 ? Error::NoError : Error::NonZeroExit);
        QCOMPARE(spy.result().standardOutput.size(), i == 1 ? 100000 : 0);
    }
    QCOMPARE(QFileInfo(folder.filePath(u"other"_s)).size(), 100000);
    QTRY_VERIFY_WITH_TIMEOUT(held.hasStarted(), Patience);
    held.reply()->write("x");
    QVERIFY(held.waitForGone());
    QCOMPARE(held.result().exitCode, 5);
    QVERIFY(spawner().restartHistory().isEmpty());
}

QTEST_GUILESS_MAIN(PressureTest)
#include "tst_pressure.moc"
