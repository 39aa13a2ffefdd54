// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>

#include "common/fakehelper.h"
#include "common/heldcommand.h"
#include "common/helperspy.h"
#include "common/patience.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <csignal>
#include <memory>

using namespace Qt::StringLiterals;
using namespace Spawn;
using namespace std::chrono_literals;
using Error = CommandResult::Error;
using Reason = HelperExit::Reason;
using SpawnerState = AsyncSpawner::State;

// destroy() in every state, and the life after it.
class DestroyTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void twiceIsOnce();
    void withoutAHelperDoesNothing();
    void startAfterIt();
    void startImmediatelyAfterIt();
    void itAndStartManyTimes();
    void itWinsOverAnEarlierStart();
    void f15_whileTheHelperStarts();
    void f15_whileTheHelperIsReplaced();
    void afterAFailure();
    void f14_twoSpawners();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    SpawnerFixture m_fixture;
    std::unique_ptr<HelperSpy> m_helpers;
};

void DestroyTest::init()
{
    m_fixture.begin();
    m_helpers = std::make_unique<HelperSpy>(spawner());
}

void DestroyTest::twiceIsOnce()
{
    CommandSpy command(spawner().aspawn(heldCommand(8)));
    QTRY_VERIFY_WITH_TIMEOUT(command.hasStarted(), Patience);
    const qint64 helper = spawner().helperProcessId();
    spawner().destroy();
    spawner().destroy();
    QVERIFY(!command.isFinished()); // from the event loop
    QVERIFY(command.waitForGone());
    QCOMPARE(command.result().error, Error::Destroyed);
    QCOMPARE(command.order(), "started finished");
    QTRY_COMPARE_WITH_TIMEOUT(m_helpers->exits.size(), 1, Patience);
    spawner().destroy();
    QCOMPARE(m_helpers->exits[0].reason, Reason::Destroyed);
    QCOMPARE(m_helpers->exits[0].processId, helper);
    QTRY_COMPARE(spawner().state(), SpawnerState::NotRunning);
    QCOMPARE(spawner().helperProcessId(), 0);
    QVERIFY(!Leftovers::isAlive(helper));
    QTRY_VERIFY(!Leftovers::isAlive(command.processId()));

    QCOMPARE(runCommand(spawner(), {u"true"_s}).error, Error::Destroyed);
    QCOMPARE(m_helpers->started.size(), 1);
    QCOMPARE(m_helpers->exits.size(), 1);
    QVERIFY(m_helpers->errors.isEmpty());
    QCOMPARE(m_helpers->states,
             (QList<SpawnerState>{SpawnerState::Starting, SpawnerState::Running,
                                  SpawnerState::NotRunning}));
}

void DestroyTest::withoutAHelperDoesNothing()
{
    spawner().destroy();
    const CommandResult result = runCommand(spawner(), {u"true"_s});
    QCOMPARE(result.error, Error::Destroyed);
    QCOMPARE(result.processId, 0);
    QVERIFY(m_helpers->started.isEmpty());
    QVERIFY(m_helpers->exits.isEmpty());
    QVERIFY(m_helpers->states.isEmpty());
    spawner().start();
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
}

void DestroyTest::startAfterIt()
{
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    spawner().destroy();
    QTRY_COMPARE_WITH_TIMEOUT(spawner().state(), SpawnerState::NotRunning, Patience);
    spawner().start();
    QTRY_COMPARE_WITH_TIMEOUT(m_helpers->started.size(), 2, Patience);
    QCOMPARE(runCommand(spawner(), testChild({u"exit"_s, u"3"_s})).exitCode, 3);
    QCOMPARE(spawner().restartHistory().size(), 1);
    QVERIFY(m_helpers->errors.isEmpty());
}

void DestroyTest::startImmediatelyAfterIt()
{
    CommandSpy before(spawner().aspawn(heldCommand(8)));
    QTRY_VERIFY_WITH_TIMEOUT(before.hasStarted(), Patience);
    spawner().destroy();
    CommandSpy between(spawner().aspawn({u"true"_s}));
    spawner().start();
    CommandSpy after(spawner().aspawn(testChild({u"exit"_s, u"3"_s})));
    QVERIFY(before.waitForGone() && between.waitForGone() && after.waitForGone());
    QCOMPARE(before.result().error, Error::Destroyed);
    QCOMPARE(between.result().error, Error::Destroyed);
    QCOMPARE(after.result().exitCode, 3);
    QCOMPARE(after.order(), "started exited finished");
    QCOMPARE(m_helpers->started.size(), 2);
    QCOMPARE(m_helpers->exits.size(), 1);
    QCOMPARE(m_helpers->exits[0].reason, Reason::Destroyed);
    QCOMPARE(spawner().state(), SpawnerState::Running);
}

void DestroyTest::itAndStartManyTimes()
{
    const QTemporaryDir folder;
    const QString mark = folder.filePath(u"mark"_s);
    for (int i = 0; i < 20; ++i) {
        spawner().destroy();
        spawner().start();
    }
    QVERIFY(runCommand(spawner(), testChild({u"append"_s, mark})).isSuccess());
    QCOMPARE(runCount(mark), 1);
    QCOMPARE(spawner().state(), SpawnerState::Running);
    QCOMPARE(Leftovers::children(), QList<qint64>{spawner().helperProcessId()});
    // None of those that went had more than a moment.
    for (const HelperExit &end : std::as_const(m_helpers->exits))
        QCOMPARE(end.reason, Reason::Destroyed);
    QCOMPARE(m_helpers->started.last(), spawner().helperProcessId());
}

void DestroyTest::itWinsOverAnEarlierStart()
{
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    spawner().destroy();
    spawner().start();
    spawner().destroy();
    CommandSpy command(spawner().aspawn({u"true"_s}));
    QVERIFY(command.waitForGone());
    QCOMPARE(command.result().error, Error::Destroyed);
    QTRY_COMPARE_WITH_TIMEOUT(spawner().state(), SpawnerState::NotRunning, Patience);
    QTRY_COMPARE(Leftovers::children(), QList<qint64>());
}

void DestroyTest::f15_whileTheHelperStarts()
{
    FakeHelper helper(u"never-greets"_s);
    spawner().setHelperProgram(helper.path());
    CommandSpy command(spawner().aspawn({u"true"_s}));
    QTRY_COMPARE_WITH_TIMEOUT(spawner().state(), SpawnerState::Starting, Patience);
    spawner().destroy();
    QVERIFY(command.waitForGone());
    QCOMPARE(command.result().error, Error::Destroyed);
    QTRY_COMPARE_WITH_TIMEOUT(spawner().state(), SpawnerState::NotRunning, Patience);
    QCOMPARE(m_helpers->exits.size(), 1);
    QCOMPARE(m_helpers->exits[0].reason, Reason::Destroyed);
    QVERIFY(m_helpers->started.isEmpty());
}

// In the time before the next one: there is none to kill, and none may come.
void DestroyTest::f15_whileTheHelperIsReplaced()
{
    RestartPolicy policy;
    policy.firstDelay = 1h;
    policy.maximumDelay = 1h;
    spawner().setRestartPolicy(policy);
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    kill(static_cast<pid_t>(spawner().helperProcessId()), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(spawner().state(), SpawnerState::Restarting, Patience);
    CommandSpy waiting(spawner().aspawn({u"true"_s}));
    QCOMPARE(m_helpers->exits.size(), 1);
    QVERIFY(m_helpers->exits[0].backOff >= 54min);
    spawner().destroy();
    QVERIFY(waiting.waitForGone());
    QCOMPARE(waiting.result().error, Error::Destroyed);
    QTRY_COMPARE(spawner().state(), SpawnerState::NotRunning);
    QCOMPARE(m_helpers->exits.size(), 1);
    // What the policy said of the last one is over.
    spawner().start();
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
}

void DestroyTest::afterAFailure()
{
    spawner().setHelperProgram(u"/no/such/helper"_s);
    spawner().start();
    QTRY_COMPARE_WITH_TIMEOUT(spawner().state(), SpawnerState::Failed, Patience);
    spawner().destroy();
    QTRY_COMPARE(spawner().state(), SpawnerState::NotRunning);
    QCOMPARE(runCommand(spawner(), {u"true"_s}).error, Error::Destroyed);
    spawner().setHelperProgram({});
    spawner().start();
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    QCOMPARE(m_helpers->errors.size(), 1);
}

void DestroyTest::f14_twoSpawners()
{
    auto other = std::make_unique<AsyncSpawner>();
    const HelperSpy others(*other);
    CommandSpy ours(spawner().aspawn(heldCommand(8)));
    CommandSpy theirs(other->aspawn(heldCommand(9)));
    QTRY_VERIFY_WITH_TIMEOUT(ours.hasStarted() && theirs.hasStarted(), Patience);
    QVERIFY(spawner().helperProcessId() != other->helperProcessId());
    const qint64 helper = spawner().helperProcessId();
    kill(static_cast<pid_t>(other->helperProcessId()), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(others.started.size(), 2, Patience);
    QCOMPARE(others.exits[0].carriedOver, 1);
    other->destroy();
    QVERIFY(theirs.waitForGone());
    QCOMPARE(theirs.result().error, Error::Destroyed);
    other.reset();

    QVERIFY(m_helpers->exits.isEmpty());
    QCOMPARE(spawner().helperProcessId(), helper);
    ours.reply()->write("x");
    QVERIFY(ours.waitForGone());
    QCOMPARE(ours.result().exitCode, 8);
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    QCOMPARE(m_helpers->started, QList<qint64>{helper});
}

QTEST_GUILESS_MAIN(DestroyTest)
#include "tst_destroy.moc"
