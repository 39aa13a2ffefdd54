// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>

#include "common/commandspy.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <algorithm>
#include <csignal>
#include <deque>

using namespace Qt::StringLiterals;
using namespace Spawn;
using Error = CommandResult::Error;

// Several commands of one spawner, and the spawner's own life.
class AsyncSpawnerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void startsItsHelperWhenItIsFirstNeeded();
    void as09_resultsInCompletionOrder();
    void largerPriorityFirstThenInOrder();
    void as12_helperKilledWithCommandsRunning();
    void as12_commandsThatWaitedRunOnTheNextHelper();
    void as13_retryFromInsideAFailure();
    void as18_destroyTwice();
    void as18_destroyBeforeAnythingRan();
    void startsAgainAfterDestroy();
    void futuresEndWithTheSpawner();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    SpawnerFixture m_fixture;
};

static Command withInput(const QStringList &argv)
{
    Command command(argv);
    command.setStandardInputMode(Command::InputMode::Pipe);
    return command;
}

void AsyncSpawnerTest::startsItsHelperWhenItIsFirstNeeded()
{
    QSignalSpy started(&spawner(), &AsyncSpawner::started);
    QSignalSpy states(&spawner(), &AsyncSpawner::stateChanged);
    QCOMPARE(spawner().state(), AsyncSpawner::State::NotRunning);
    QCOMPARE(spawner().helperProcessId(), 0);

    CommandReply *const reply = spawner().aspawn({u"true"_s});
    CommandSpy spy(reply);
    QCOMPARE(reply->state(), CommandReply::State::Queued);
    QCOMPARE(spawner().queuedCount(), 1);
    QCOMPARE(spawner().replies(), QList<CommandReply *>{reply});
    QSignalSpy drained(&spawner(), &AsyncSpawner::drained);
    QVERIFY(spy.waitForGone());
    QVERIFY(spy.result().isSuccess());
    QCOMPARE(drained.size(), 1);
    QCOMPARE(spawner().queuedCount(), 0);
    QCOMPARE(spawner().runningCount(), 0);
    QVERIFY(spawner().replies().isEmpty());

    QCOMPARE(started.size(), 1);
    QCOMPARE(started[0][0].toLongLong(), spawner().helperProcessId());
    QCOMPARE(spawner().state(), AsyncSpawner::State::Running);
    QCOMPARE(states.size(), 2); // Starting, Running
    QVERIFY(Leftovers::children().contains(spawner().helperProcessId()));
}

void AsyncSpawnerTest::as09_resultsInCompletionOrder()
{
    constexpr int Count = 10;
    QList<quint64> completed;
    connect(&spawner(), &AsyncSpawner::finished, this,
            [&completed](CommandReply *reply) { completed.append(reply->id()); });
    std::deque<CommandSpy> spies;
    for (int i = 0; i < Count; ++i) {
        spies.emplace_back(spawner().aspawn(
            withInput(testChildChain({{u"read-then-exit"_s, u"1"_s},
                                      {u"writestd"_s, u"output %1"_s.arg(i), u"error %1"_s.arg(i)},
                                      {u"exit"_s, QString::number(i)}}))));
    }
    const auto hasStarted = [](const CommandSpy &spy) {
        return spy.hasStarted();
    };
    QTRY_VERIFY_WITH_TIMEOUT(std::all_of(spies.begin(), spies.end(), hasStarted),
                             CommandSpy::Patience);

    QList<quint64> expected;
    for (const size_t i : {3, 9, 0, 5, 1, 8, 2, 7, 6, 4}) {
        expected.append(spies[i].id());
        spies[i].reply()->write("x");
        QVERIFY(spies[i].waitForGone());
        QCOMPARE(completed, expected);
    }
    for (int i = 0; i < Count; ++i) {
        const CommandSpy &spy = spies[static_cast<size_t>(i)];
        QCOMPARE(spy.order(), "started exited finished");
        QCOMPARE(spy.result().exitCode, i);
        QCOMPARE(spy.result().standardOutput, "output " + QByteArray::number(i));
        QCOMPARE(spy.result().standardError, "error " + QByteArray::number(i));
    }
}

void AsyncSpawnerTest::largerPriorityFirstThenInOrder()
{
    spawner().setMaxRunningCount(1);
    CommandSpy first(spawner().aspawn(withInput(testChild({u"read-then-exit"_s, u"1"_s}))));
    QTRY_VERIFY_WITH_TIMEOUT(first.hasStarted(), CommandSpy::Patience);

    QList<quint64> completed;
    connect(&spawner(), &AsyncSpawner::finished, this,
            [&completed](CommandReply *reply) { completed.append(reply->id()); });
    const QList<int> priorities{0, -5, 7, 0, 7, 100, -5};
    QList<quint64> ids;
    for (const int priority : priorities) {
        Command command({u"true"_s});
        command.setPriority(priority);
        ids.append(spawner().aspawn(command)->id());
    }
    first.reply()->write("x");
    QTRY_COMPARE_WITH_TIMEOUT(completed.size(), 1 + ids.size(), CommandSpy::Patience);
    QCOMPARE(completed.mid(1),
             (QList<quint64>{ids[5], ids[2], ids[4], ids[0], ids[3], ids[1], ids[6]}));
}

// Each has half of its output before the helper's death and half after it, and an end of its own.
void AsyncSpawnerTest::as12_helperKilledWithCommandsRunning()
{
    const QList<QStringList> ends{{u"exit"_s, u"0"_s},
                                  {u"exit"_s, u"7"_s},
                                  {u"signal"_s, u"USR1"_s},
                                  {u"signal"_s, u"KILL"_s},
                                  {u"sleep"_s, u"50"_s, u"255"_s}};
    QSignalSpy exits(&spawner(), &AsyncSpawner::exit);
    QSignalSpy helpers(&spawner(), &AsyncSpawner::started);
    std::deque<CommandSpy> spies;
    for (const QStringList &end : ends) {
        spies.emplace_back(
            spawner().aspawn(withInput(testChildChain({{u"write"_s, u"200000"_s, u"1"_s, u"a"_s},
                                                       {u"read-then-exit"_s, u"1"_s},
                                                       {u"write"_s, u"200000"_s, u"1"_s, u"b"_s},
                                                       {u"writestd"_s, u"."_s, u"the end"_s},
                                                       end}))));
    }
    const auto hasStarted = [](const CommandSpy &spy) {
        return spy.hasStarted();
    };
    QTRY_VERIFY_WITH_TIMEOUT(std::all_of(spies.begin(), spies.end(), hasStarted),
                             CommandSpy::Patience);

    const qint64 killed = spawner().helperProcessId();
    QVERIFY(killed > 1);
    QCOMPARE(kill(static_cast<pid_t>(killed), SIGKILL), 0);
    QTRY_COMPARE_WITH_TIMEOUT(exits.size(), 1, CommandSpy::Patience);
    const auto helperExit = exits[0][0].value<HelperExit>();
    QCOMPARE(helperExit.processId, killed);
    QCOMPARE(helperExit.reason, HelperExit::Reason::Crashed);
    QCOMPARE(helperExit.signalNumber, SIGKILL);
    QCOMPARE(helperExit.exitCode, -1);
    QCOMPARE(helperExit.carriedOver, 5);
    QCOMPARE(helperExit.resent, 0);
    QVERIFY2(helperExit.text.contains("SIGKILL"_L1), qPrintable(helperExit.text));
    QTRY_COMPARE_WITH_TIMEOUT(helpers.size(), 2, CommandSpy::Patience);
    QVERIFY(spawner().helperProcessId() != killed);

    const CommandResult next = runCommand(spawner(), {u"echo"_s, u"served"_s});
    QCOMPARE(next.standardOutput, "served\n");

    const QByteArray output = QByteArray(200000, 'a') + QByteArray(200000, 'b') + '.';
    for (CommandSpy &spy : spies) {
        QVERIFY(!spy.isFinished());
        spy.reply()->write("x");
    }
    for (CommandSpy &spy : spies) {
        QVERIFY(spy.waitForGone());
        QCOMPARE(spy.order(), "started exited finished");
        QVERIFY(spy.result().standardOutput == output);
        QCOMPARE(spy.result().standardError, "the end");
        QVERIFY(!spy.result().outputHeldOpen);
        QCOMPARE(spy.result().attempts, 1);
        QCOMPARE(spy.result().processId, spy.processId());
    }
    QVERIFY(spies[0].result().isSuccess());
    QCOMPARE(spies[1].result().exitCode, 7);
    QCOMPARE(spies[2].result().signalNumber, SIGUSR1);
    QCOMPARE(spies[3].result().signalNumber, SIGKILL);
    QCOMPARE(spies[3].result().error, Error::Crashed);
    QCOMPARE(spies[4].result().exitCode, 255);
    QCOMPARE(spawner().restartHistory().size(), 1);
    QCOMPARE(spawner().restartHistory()[0].processId, killed);
}

void AsyncSpawnerTest::as12_commandsThatWaitedRunOnTheNextHelper()
{
    constexpr int Count = 40;
    spawner().setMaxRunningCount(2);
    CommandSpy first(spawner().aspawn(withInput(testChild({u"read-then-exit"_s, u"1"_s}))));
    std::deque<CommandSpy> spies;
    for (int i = 0; i < Count; ++i)
        spies.emplace_back(spawner().aspawn({u"echo"_s, QString::number(i)}));
    QTRY_VERIFY_WITH_TIMEOUT(first.hasStarted(), CommandSpy::Patience);
    QCOMPARE(kill(static_cast<pid_t>(spawner().helperProcessId()), SIGKILL), 0);
    for (int i = 0; i < Count; ++i) {
        CommandSpy &spy = spies[static_cast<size_t>(i)];
        QVERIFY(spy.waitForGone());
        QCOMPARE(spy.order(), "started exited finished");
        QCOMPARE(spy.result().standardOutput, QByteArray::number(i) + '\n');
    }
    first.reply()->write("x");
    QVERIFY(first.waitForGone());
    QVERIFY(first.result().isSuccess());
    QCOMPARE(first.result().attempts, 1);
}

void AsyncSpawnerTest::as13_retryFromInsideAFailure()
{
    int failures = 0;
    CommandResult last;
    bool done = false;
    spawner().aspawn({u"no-such-program"_s}, this, [&](const CommandResult &result) {
        failures += result.error == Error::FailedToStart ? 1 : 0;
        spawner().aspawn(testChild({u"exit"_s, u"9"_s}), this, [&](const CommandResult &second) {
            failures += second.exitCode == 9 ? 1 : 0;
            spawner().aspawn({u"echo"_s, u"at last"_s}, this, [&](const CommandResult &third) {
                last = third;
                done = true;
            });
        });
    });
    QTRY_VERIFY_WITH_TIMEOUT(done, CommandSpy::Patience);
    QCOMPARE(failures, 2);
    QVERIFY(last.isSuccess());
    QCOMPARE(last.standardOutput, "at last\n");
}

void AsyncSpawnerTest::as18_destroyTwice()
{
    spawner().setMaxRunningCount(6);
    QSignalSpy exits(&spawner(), &AsyncSpawner::exit);
    std::deque<CommandSpy> running;
    for (int i = 0; i < 3; ++i)
        running.emplace_back(spawner().aspawn(testChild({u"tree"_s, u"2"_s})));
    for (int i = 0; i < 3; ++i)
        running.emplace_back(spawner().aspawn(testChild({u"ignore-term"_s})));
    std::deque<CommandSpy> queued;
    for (int i = 0; i < 5; ++i)
        queued.emplace_back(spawner().aspawn({u"true"_s}));
    const auto hasStarted = [](const CommandSpy &spy) {
        return spy.hasStarted();
    };
    QTRY_VERIFY_WITH_TIMEOUT(std::all_of(running.begin(), running.end(), hasStarted),
                             CommandSpy::Patience);
    // The six, and two in the tree of each of three.
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture.leftovers().taggedProcesses().size(), 12,
                              CommandSpy::Patience);

    spawner().destroy();
    spawner().destroy();
    CommandSpy refused(spawner().aspawn({u"true"_s}));
    QVERIFY(!refused.isFinished()); // from the event loop

    for (std::deque<CommandSpy> *const spies : {&running, &queued}) {
        for (CommandSpy &spy : *spies) {
            QVERIFY(spy.waitForGone());
            QCOMPARE(spy.result().error, Error::Destroyed);
            QCOMPARE(spy.result().errorString(), u"worker process was destroyed"_s);
            QCOMPARE(spy.order().count("finished"), 1);
        }
    }
    for (const CommandSpy &spy : queued) {
        QCOMPARE(spy.order(), "finished");
        QCOMPARE(spy.result().processId, 0);
    }
    QVERIFY(refused.waitForGone());
    QCOMPARE(refused.order(), "finished");
    QCOMPARE(refused.result().error, Error::Destroyed);
    QCOMPARE(refused.result().errorString(), u"worker process was destroyed"_s);

    QTRY_COMPARE_WITH_TIMEOUT(exits.size(), 1, CommandSpy::Patience);
    QCOMPARE(exits[0][0].value<HelperExit>().reason, HelperExit::Reason::Destroyed);
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture.leftovers().taggedProcesses(), QList<qint64>(),
                              CommandSpy::Patience);
    QTRY_COMPARE_WITH_TIMEOUT(Leftovers::children(), QList<qint64>(), CommandSpy::Patience);
    QCOMPARE(spawner().state(), AsyncSpawner::State::NotRunning);
    QCOMPARE(spawner().helperProcessId(), 0);

    CommandSpy later(spawner().aspawn({u"true"_s}));
    QVERIFY(later.waitForGone());
    QCOMPARE(later.result().error, Error::Destroyed);
    QVERIFY(Leftovers::children().isEmpty());
}

void AsyncSpawnerTest::as18_destroyBeforeAnythingRan()
{
    spawner().destroy();
    CommandSpy refused(spawner().aspawn({u"true"_s}));
    QVERIFY(refused.waitForGone());
    QCOMPARE(refused.result().error, Error::Destroyed);
    QVERIFY(Leftovers::children().isEmpty());
}

void AsyncSpawnerTest::startsAgainAfterDestroy()
{
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    const qint64 before = spawner().helperProcessId();
    spawner().destroy();
    spawner().start();
    const CommandResult result = runCommand(spawner(), {u"echo"_s, u"again"_s});
    QCOMPARE(result.standardOutput, "again\n");
    QVERIFY(spawner().helperProcessId() != before);
    QTRY_COMPARE_WITH_TIMEOUT(spawner().restartHistory().size(), 1, CommandSpy::Patience);
    QCOMPARE(spawner().restartHistory()[0].reason, HelperExit::Reason::Destroyed);
}

void AsyncSpawnerTest::futuresEndWithTheSpawner()
{
    QFuture<CommandResult> running;
    QFuture<CommandResult> refused;
    int finished = 0;
    {
        AsyncSpawner mine;
        CommandReply *const reply = mine.aspawn(testChild({u"sleep"_s, u"60000"_s}));
        running = reply->future();
        connect(reply, &CommandReply::finished, this, [&finished] { ++finished; });
        QSignalSpy started(reply, &CommandReply::started);
        QTRY_COMPARE_WITH_TIMEOUT(started.size(), 1, CommandSpy::Patience);
        refused = mine.aspawn(QStringList())->future();
    }
    QVERIFY(running.isFinished());
    QCOMPARE(running.result().error, Error::Destroyed);
    QVERIFY(refused.isFinished());
    QCOMPARE(refused.result().error, Error::Destroyed);
    QCOMPARE(finished, 0);
}

QTEST_GUILESS_MAIN(AsyncSpawnerTest)
#include "tst_asyncspawner.moc"
