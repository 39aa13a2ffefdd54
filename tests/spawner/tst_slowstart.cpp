// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>

#include "common/commandspy.h"
#include "common/programfolder.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <QtTest/QTest>

#include <algorithm>
#include <deque>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Spawn;
using Error = CommandResult::Error;

// Commands that are stuck between clone and exec, as on a network mount that does not answer. Here
// the child opens a FIFO as its input, which takes until somebody writes to it.
class SlowStartTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void f56_oneBlockedStartStopsNobody();
    void f56_manyBlockedStartsStopNobody();
    void f56_startDeadline();
    void f56_cancelledBeforeItRan_data();
    void f56_cancelledBeforeItRan();
    void f56_runsWhenItIsReleased();
    void f56_destroyedBeforeItRan();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }
    Command stuckCommand() const;
    bool release() const;
    bool isStuck(const CommandSpy &spy) const;

    SpawnerFixture m_fixture;
    std::optional<ProgramFolder> m_folder;
};

void SlowStartTest::init()
{
    m_folder.emplace();
    QCOMPARE(mkfifo(m_folder->bytes(u"fifo"_s).constData(), 0600), 0);
    m_fixture.begin();
}

Command SlowStartTest::stuckCommand() const
{
    Command command(testChild({u"append"_s, m_folder->path(u"mark"_s), u"exit"_s, u"6"_s}));
    command.setStandardInputFile(m_folder->path(u"fifo"_s));
    return command;
}

// Those that wait for a writer have one then, and go on.
bool SlowStartTest::release() const
{
    const int fd = open(m_folder->bytes(u"fifo"_s).constData(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

// Cloned, and its process is no other program yet.
bool SlowStartTest::isStuck(const CommandSpy &spy) const
{
    return spy.reply() != nullptr && spy.reply()->state() == CommandReply::State::Starting
        && spy.order().isEmpty();
}

void SlowStartTest::f56_oneBlockedStartStopsNobody()
{
    CommandSpy stuck(spawner().aspawn(stuckCommand()));
    for (int i = 0; i < 20; ++i)
        QCOMPARE(runCommand(spawner(), testChild({u"exit"_s, u"5"_s})).exitCode, 5);
    QVERIFY(isStuck(stuck));
    stuck.reply()->cancel();
    QVERIFY(stuck.waitForGone());
}

void SlowStartTest::f56_manyBlockedStartsStopNobody()
{
    std::deque<CommandSpy> stuck;
    for (int i = 0; i < 40; ++i)
        stuck.emplace_back(spawner().aspawn(stuckCommand()));
    std::deque<CommandSpy> others;
    for (int i = 0; i < 40; ++i)
        others.emplace_back(spawner().aspawn(testChild({u"exit"_s, u"5"_s})));
    for (CommandSpy &spy : others) {
        QVERIFY(spy.waitForGone());
        QCOMPARE(spy.result().exitCode, 5);
    }
    for (CommandSpy &spy : stuck) {
        QVERIFY(isStuck(spy));
        spy.reply()->cancel();
    }
    for (CommandSpy &spy : stuck)
        QVERIFY(spy.waitForGone());
    QCOMPARE(runCount(m_folder->path(u"mark"_s)), 0);
    // Being busy with them was no reason to replace the helper.
    QVERIFY(spawner().restartHistory().isEmpty());
}

void SlowStartTest::f56_startDeadline()
{
    Command command = stuckCommand();
    command.setTimeout(std::chrono::milliseconds(300));
    const CommandResult result = runCommand(spawner(), command);
    QCOMPARE(result.error, Error::TimedOut);
    QCOMPARE(result.processId, 0);
    QCOMPARE(result.exitCode, -1);
    QCOMPARE(result.signalNumber, 0);
    QVERIFY(result.elapsed >= std::chrono::milliseconds(300));
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture.leftovers().taggedProcesses().isEmpty(), 20000);
    QVERIFY(!release()); // nobody waits any more
    QCOMPARE(runCount(m_folder->path(u"mark"_s)), 0);
}

void SlowStartTest::f56_cancelledBeforeItRan_data()
{
    QTest::addColumn<bool>("kill");
    QTest::newRow("cancel()") << false;
    QTest::newRow("kill()") << true;
}

void SlowStartTest::f56_cancelledBeforeItRan()
{
    QFETCH(bool, kill);
    CommandSpy stuck(spawner().aspawn(stuckCommand()));
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    QVERIFY(isStuck(stuck));
    if (kill)
        stuck.reply()->kill();
    else
        stuck.reply()->cancel();
    QVERIFY(stuck.waitForGone());
    QCOMPARE(stuck.order(), "finished");
    QCOMPARE(stuck.result().error, Error::Cancelled);
    QCOMPARE(stuck.result().processId, 0);
    QCOMPARE(stuck.result().errorString(), u"the command was cancelled before it ran"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!release(), 20000);
    QCOMPARE(runCount(m_folder->path(u"mark"_s)), 0);
}

void SlowStartTest::f56_runsWhenItIsReleased()
{
    std::deque<CommandSpy> stuck;
    for (int i = 0; i < 10; ++i)
        stuck.emplace_back(spawner().aspawn(stuckCommand()));
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    QVERIFY(std::all_of(stuck.begin(), stuck.end(),
                        [this](const CommandSpy &spy) { return isStuck(spy); }));
    const auto allFinished = [this, &stuck] {
        (void)release(); // again: one may only just have come to its file
        return std::all_of(stuck.begin(), stuck.end(),
                           [](const CommandSpy &spy) { return spy.isFinished(); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(allFinished(), 20000);
    for (CommandSpy &spy : stuck) {
        QVERIFY(spy.waitForGone());
        QCOMPARE(spy.order(), "started exited finished");
        QCOMPARE(spy.result().exitCode, 6);
    }
    QCOMPARE(runCount(m_folder->path(u"mark"_s)), 10);
}

void SlowStartTest::f56_destroyedBeforeItRan()
{
    CommandSpy stuck(spawner().aspawn(stuckCommand()));
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    spawner().destroy();
    QVERIFY(stuck.waitForGone());
    QCOMPARE(stuck.order(), "finished");
    QCOMPARE(stuck.result().error, Error::Destroyed);
    QCOMPARE(stuck.result().processId, 0);
    QTRY_VERIFY_WITH_TIMEOUT(!release(), 20000);
    QCOMPARE(runCount(m_folder->path(u"mark"_s)), 0);
}

QTEST_GUILESS_MAIN(SlowStartTest)
#include "tst_slowstart.moc"
