// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/commandspy.h"
#include "common/processstate.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <csignal>
#include <functional>

using namespace Qt::StringLiterals;
using namespace Spawn;
using namespace std::chrono_literals;

using Error = CommandResult::Error;

// Commands that do not want to end, and what they leave.
class EndingsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), CommandSpy::Patience); }

    void f66_ignoresTermination_data();
    void f66_ignoresTermination();
    void f66_ignoresTheSignalOfATimeout();
    void f67_hasStopped_data();
    void f67_hasStopped();
    void f67_stopSignalsOfATerminal();
    void f67_hasStoppedAndTimesOut();
    void f69_descendants();
    void f69_descendantsThatIgnoreTermination();
    void f69_descendantsInGroupsOfTheirOwn();
    void f75_f76_onlyMonotonicTime();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    SpawnerFixture m_fixture;
};

using Action = std::function<void(CommandReply *)>;

static Command streaming(const QStringList &argv)
{
    Command command(argv);
    command.setStandardOutputMode(Command::OutputMode::Stream);
    return command;
}

static bool waitForOutput(CommandReply *reply)
{
    const QSignalSpy ready(reply, &CommandReply::readyReadStandardOutput);
    return QTest::qWaitFor([&ready] { return !ready.isEmpty(); }, CommandSpy::Patience);
}

void EndingsTest::f66_ignoresTermination_data()
{
    QTest::addColumn<Action>("action");
    QTest::addColumn<Error>("error");
    QTest::newRow("cancelled") << Action(&CommandReply::cancel) << Error::Cancelled;
    QTest::newRow("terminated") << Action(&CommandReply::terminate) << Error::Crashed;
}

void EndingsTest::f66_ignoresTermination()
{
    QFETCH(Action, action);
    QFETCH(Error, error);
    Command command = streaming(testChild({u"ignore-term"_s}));
    command.setKillDelay(300ms);
    CommandSpy spy(spawner().aspawn(command));
    QVERIFY(waitForOutput(spy.reply()));
    QElapsedTimer time;
    time.start();
    action(spy.reply());
    QVERIFY(spy.waitForGone());
    QVERIFY(time.elapsed() >= 300);
    QCOMPARE(spy.result().error, error); // why, and beside it how
    QCOMPARE(spy.result().signalNumber, SIGKILL);
    QCOMPARE(spy.result().exitCode, -1);
}

void EndingsTest::f66_ignoresTheSignalOfATimeout()
{
    Command command(testChild({u"sleep"_s, u"20000"_s}));
    command.setKillSignal(SIGURG); // ignored unless somebody asks for it
    command.setTimeout(1s); // on a busy machine it may take long to execute
    command.setKillDelay(200ms);
    const CommandResult result = runCommand(spawner(), command);
    QCOMPARE(result.error, Error::TimedOut);
    QCOMPARE(result.signalNumber, SIGKILL);
    QVERIFY(result.elapsed >= 1200ms);
}

void EndingsTest::f67_hasStopped_data()
{
    QTest::addColumn<QStringList>("argv");
    QTest::addColumn<int>("signalNumber");
    QTest::newRow("by SIGSTOP") << testChild({u"stop-self"_s}) << SIGTERM;
    QTest::newRow("and ignores SIGTERM, and stops again")
        << testChildChain({{u"ignore-term"_s, u"0"_s}, {u"stop-self"_s}, {u"stop-self"_s}})
        << SIGKILL;
}

void EndingsTest::f67_hasStopped()
{
    QFETCH(QStringList, argv);
    QFETCH(int, signalNumber);
    Command command = streaming(argv);
    command.setKillDelay(signalNumber == SIGKILL ? 300ms : 20s);
    CommandSpy spy(spawner().aspawn(command));
    QTRY_VERIFY_WITH_TIMEOUT(spy.hasStarted(), CommandSpy::Patience);
    QTRY_COMPARE_WITH_TIMEOUT(processState(spy.processId()), 'T', CommandSpy::Patience);
    spy.reply()->cancel();
    QVERIFY(spy.waitForGone());
    QCOMPARE(spy.result().error, Error::Cancelled);
    QCOMPARE(spy.result().signalNumber, signalNumber);
}

// It has no terminal, so nobody could make it go on: then the kernel does not stop it either.
void EndingsTest::f67_stopSignalsOfATerminal()
{
    for (const QString &name : {u"TTIN"_s, u"TTOU"_s, u"TSTP"_s}) {
        const CommandResult result = runCommand(spawner(), testChild({u"signal"_s, name}));
        QCOMPARE(result.exitCode, 125); // it went on behind the signal
    }
}

void EndingsTest::f67_hasStoppedAndTimesOut()
{
    Command command(testChild({u"stop-self"_s}));
    command.setTimeout(1s);
    command.setKillDelay(20s);
    const CommandResult result = runCommand(spawner(), command);
    QCOMPARE(result.error, Error::TimedOut);
    QCOMPARE(result.signalNumber, SIGTERM);
    QVERIFY(result.elapsed >= 1s);
}

void EndingsTest::f69_descendants()
{
    CommandSpy spy(spawner().aspawn(testChild({u"tree"_s, u"3"_s})));
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture.leftovers().taggedProcesses().size(), 4,
                              CommandSpy::Patience);
    spy.reply()->cancel();
    QVERIFY(spy.waitForGone());
    QCOMPARE(spy.result().error, Error::Cancelled);
    QCOMPARE(spy.result().signalNumber, SIGTERM);
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture.leftovers().taggedProcesses(), QList<qint64>(),
                              CommandSpy::Patience);
}

// Its end takes with it what is left of its group, although nobody waits for that.
void EndingsTest::f69_descendantsThatIgnoreTermination()
{
    Command command = Command::shell(u"(trap '' TERM; echo ready; exec sleep 20) & wait"_s);
    command.setStandardOutputMode(Command::OutputMode::Stream);
    command.setKillDelay(20s);
    CommandSpy spy(spawner().aspawn(command));
    QVERIFY(waitForOutput(spy.reply()));
    spy.reply()->cancel();
    QVERIFY(spy.waitForGone());
    QCOMPARE(spy.result().signalNumber, SIGTERM);
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture.leftovers().taggedProcesses(), QList<qint64>(),
                              CommandSpy::Patience);
}

// Survivors by their own will: a group is what a signal reaches.
void EndingsTest::f69_descendantsInGroupsOfTheirOwn()
{
    CommandReply *const reply
        = spawner().aspawn(streaming(testChild({u"tree"_s, u"3"_s, u"own-group"_s})));
    CommandSpy spy(reply);
    QByteArray output;
    connect(reply, &CommandReply::readyReadStandardOutput, this,
            [&] { output += reply->readAllStandardOutput(); });
    QTRY_COMPARE_WITH_TIMEOUT(output.count('\n'), 3, CommandSpy::Patience);
    reply->cancel();
    QVERIFY(spy.waitForGone());
    QCOMPARE(spy.result().signalNumber, SIGTERM);
    QVERIFY(spy.result().outputHeldOpen);
    const QList<QByteArray> survivors = linesOf(output);
    QCOMPARE(m_fixture.leftovers().taggedProcesses().size(), survivors.size());
    for (const QByteArray &survivor : survivors)
        QCOMPARE(kill(survivor.toInt(), SIGKILL), 0);
}

// Time that stands still while the machine is suspended, and that nobody can set.
void EndingsTest::f75_f76_onlyMonotonicTime()
{
    CommandSpy spy(spawner().aspawn(testChild({u"exit"_s, u"0"_s})));
    QVERIFY(spy.waitForGone());
    int timers = 0;
    const QStringList fds = QDir(u"/proc/self/fdinfo"_s).entryList(QDir::Files);
    for (const QString &fd : fds) {
        QFile file(u"/proc/self/fdinfo/"_s + fd);
        if (!file.open(QIODevice::ReadOnly))
            continue; // that of the folder itself
        const QByteArray information = file.readAll();
        const qsizetype clock = information.indexOf("clockid: ");
        if (clock < 0)
            continue;
        ++timers;
        QCOMPARE(information.mid(clock + 9, information.indexOf('\n', clock) - clock - 9).toInt(),
                 CLOCK_MONOTONIC);
    }
    QCOMPARE(timers, 1); // every deadline of the process hangs on it
}

QTEST_GUILESS_MAIN(EndingsTest)
#include "tst_endings.moc"
