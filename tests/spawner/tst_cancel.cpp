// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/commandspy.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <csignal>
#include <deque>
#include <functional>
#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace Spawn;
using namespace std::chrono_literals;

using Error = CommandResult::Error;
using State = CommandReply::State;

// Ending a command before, while and after it runs: what ran and what did not is never in doubt.
class CancelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), CommandSpy::Patience); }

    void f65_beforeItRuns_data();
    void f65_beforeItRuns();
    void f65_afterItsExit_data();
    void f65_afterItsExit();
    void f65_atAnyMoment();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    SpawnerFixture m_fixture;
};

using Action = std::function<void(CommandReply *)>;

void CancelTest::f65_beforeItRuns_data()
{
    QTest::addColumn<bool>("queued");
    QTest::addColumn<Action>("action");
    QTest::newRow("cancelled in the queue") << true << Action(&CommandReply::cancel);
    QTest::newRow("terminated in the queue") << true << Action(&CommandReply::terminate);
    QTest::newRow("killed in the queue") << true << Action(&CommandReply::kill);
    QTest::newRow("cancelled while it starts") << false << Action(&CommandReply::cancel);
    QTest::newRow("terminated while it starts") << false << Action(&CommandReply::terminate);
    QTest::newRow("killed while it starts") << false << Action(&CommandReply::kill);
}

void CancelTest::f65_beforeItRuns()
{
    QFETCH(bool, queued);
    QFETCH(Action, action);
    const QTemporaryDir folder;
    const QString mark = folder.filePath(u"mark"_s);
    const QByteArray fifo = QFile::encodeName(folder.filePath(u"fifo"_s));
    QCOMPARE(mkfifo(fifo.constData(), 0600), 0);
    if (queued)
        spawner().setMaxRunningCount(1);
    CommandSpy other(spawner().aspawn(testChild({u"sleep"_s, u"20000"_s})));
    QTRY_VERIFY_WITH_TIMEOUT(other.hasStarted(), CommandSpy::Patience);

    Command command(testChild({u"append"_s, mark}));
    if (!queued)
        command.setStandardInputFile(QFile::decodeName(fifo)); // it waits for somebody to write
    CommandSpy spy(spawner().aspawn(command));
    if (!queued)
        QTRY_COMPARE_WITH_TIMEOUT(spy.reply()->state(), State::Starting, CommandSpy::Patience);
    QVERIFY(!spy.reply()->sendSignal(SIGKILL));
    action(spy.reply());
    QVERIFY(spy.waitForGone());
    QCOMPARE(spy.order(), "finished");
    QCOMPARE(spy.result().error, Error::Cancelled);
    QCOMPARE(spy.result().processId, 0);
    QCOMPARE(spy.result().exitCode, -1);
    QCOMPARE(spy.result().signalNumber, 0);
    QCOMPARE(spy.result().attempts, queued ? 0 : 1);

    other.reply()->kill();
    QVERIFY(other.waitForGone());
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess()); // its turn would have come
    QCOMPARE(runCount(mark), 0);
}

void CancelTest::f65_afterItsExit_data()
{
    QTest::addColumn<Action>("action");
    QTest::newRow("cancelled") << Action(&CommandReply::cancel);
    QTest::newRow("terminated") << Action(&CommandReply::terminate);
    QTest::newRow("killed") << Action(&CommandReply::kill);
    QTest::newRow("sent a signal") << Action([](CommandReply *reply) {
        QVERIFY(!reply->sendSignal(SIGKILL)); // it is not running
    });
}

void CancelTest::f65_afterItsExit()
{
    QFETCH(Action, action);
    Command command(testChild({u"leave-grandchild"_s, u"500"_s, u"8"_s}));
    command.setDrainTimeout(20s);
    CommandReply *const reply = spawner().aspawn(command);
    reply->setAutoDelete(false);
    CommandSpy spy(reply);
    connect(reply, &CommandReply::exited, this, [&] { action(reply); });
    QTRY_VERIFY_WITH_TIMEOUT(spy.isFinished(), CommandSpy::Patience);
    QCOMPARE(spy.order(), "started exited finished");
    QCOMPARE(spy.result().error, Error::NonZeroExit); // what happened, not what came too late
    QCOMPARE(spy.result().exitCode, 8);
    QCOMPARE(spy.result().signalNumber, 0);

    action(reply);
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    QCOMPARE(spy.order(), "started exited finished");
    QCOMPARE(reply->result().exitCode, 8);
    delete reply;
}

// Wherever it is met: what did not run left no mark, and nothing ran twice.
void CancelTest::f65_atAnyMoment()
{
    constexpr int Count = 300;
    const QTemporaryDir folder;
    const Action actions[] = {&CommandReply::cancel, &CommandReply::terminate, &CommandReply::kill};
    std::deque<CommandSpy> spies;
    for (int i = 0; i < Count; ++i) {
        CommandReply *const reply
            = spawner().aspawn(testChild({u"append"_s, folder.filePath(QString::number(i))}));
        spies.emplace_back(reply);
        // A growing time that differs with the machine, and no other.
        for (int turn = 0; turn < i % 30; ++turn)
            QCoreApplication::processEvents();
        if (spies.back().reply() != nullptr)
            actions[i % 3](reply);
    }
    for (int i = 0; i < Count; ++i) {
        CommandSpy &spy = spies[static_cast<size_t>(i)];
        QVERIFY(spy.waitForGone());
        QCOMPARE(spy.order().count("finished"), 1);
        const qint64 count = runCount(folder.filePath(QString::number(i)));
        const CommandResult &result = spy.result();
        if (result.processId == 0) {
            QCOMPARE(result.error, Error::Cancelled);
            QCOMPARE(count, 0);
        } else if (result.isSuccess()) {
            QCOMPARE(count, 1);
        } else {
            QVERIFY(result.error == Error::Cancelled || result.error == Error::Crashed);
            // It may have been quicker than the signal.
            QVERIFY(result.signalNumber == SIGTERM || result.signalNumber == SIGKILL
                    || result.exitCode == 0);
            QVERIFY(count <= 1);
        }
    }
}

QTEST_GUILESS_MAIN(CancelTest)
#include "tst_cancel.moc"
