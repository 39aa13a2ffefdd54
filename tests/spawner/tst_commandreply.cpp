// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/commandspy.h"
#include "common/signalorder.h"
#include "common/spawnerfixture.h"
#include "common/talkative.h"
#include "common/testchild.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <csignal>
#include <memory>
#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace Spawn;

using Error = CommandResult::Error;
using State = CommandReply::State;

class CommandReplyTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), CommandSpy::Patience); }

    void tellsWhatItIsBeforeItsEnd();
    void goesThroughItsStates();
    void signalsInOrder_data();
    void signalsInOrder();
    void finishesExactlyOnce_data();
    void finishesExactlyOnce();
    void deletesItself();
    void staysWithoutAutoDelete();
    void autoDeleteIsDecidedAtTheEnd();
    void callsBack();
    void doesNotCallADeletedContext();
    void tellsTheSpawnerAfterwards();
    void loopInASlot_data();
    void loopInASlot();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    SpawnerFixture m_fixture;
};

void CommandReplyTest::tellsWhatItIsBeforeItsEnd()
{
    Command command(testChild({u"exit"_s, u"0"_s}));
    command.setLabel(u"a label"_s);
    CommandReply *const reply = spawner().aspawn(command);
    CommandSpy spy(reply);
    QCOMPARE(reply->parent(), &spawner());
    QCOMPARE(reply->command().arguments(), command.arguments());
    QCOMPARE(reply->command().label(), u"a label"_s);
    QCOMPARE(reply->state(), State::Queued);
    QVERIFY(!reply->isFinished());
    QVERIFY(reply->autoDelete());
    QCOMPARE(reply->processId(), 0);
    QCOMPARE(reply->bytesToWrite(), 0);
    QCOMPARE(reply->result().error, Error::NoError);
    QCOMPARE(reply->result().exitCode, -1);
    QVERIFY(reply->readAllStandardOutput().isEmpty());
    QVERIFY(reply->readAllStandardError().isEmpty());
    CommandSpy second(spawner().aspawn(command));
    QVERIFY(second.id() > spy.id());
    QVERIFY(spy.waitForGone());
    QVERIFY(second.waitForGone());
}

void CommandReplyTest::goesThroughItsStates()
{
    const QTemporaryDir folder;
    const QString fifo = folder.filePath(u"fifo"_s);
    QCOMPARE(mkfifo(QFile::encodeName(fifo).constData(), 0600), 0);
    Command command(testChild({u"echo"_s}));
    command.setStandardInputFile(fifo); // it cannot execute before somebody opens the other end
    CommandReply *const reply = spawner().aspawn(command);
    reply->setAutoDelete(false);
    QCOMPARE(reply->state(), State::Queued);
    QCOMPARE(spawner().queuedCount(), 1);
    QCOMPARE(spawner().runningCount(), 0);

    QTRY_COMPARE_WITH_TIMEOUT(reply->state(), State::Starting, CommandSpy::Patience);
    QCOMPARE(spawner().queuedCount(), 0);
    QCOMPARE(spawner().runningCount(), 1);
    QCOMPARE(reply->processId(), 0);

    qint64 told = 0;
    connect(reply, &CommandReply::started, this, [&](qint64 processId) {
        told = processId;
        QCOMPARE(reply->state(), State::Running);
        QCOMPARE(reply->processId(), processId);
    });
    QFile other(fifo);
    QVERIFY(other.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    QTRY_COMPARE_WITH_TIMEOUT(reply->state(), State::Running, CommandSpy::Patience);
    QVERIFY(Leftovers::isAlive(told));
    QCOMPARE(other.write("by the fifo"), 11);
    other.close();

    QTRY_COMPARE_WITH_TIMEOUT(reply->state(), State::Finished, CommandSpy::Patience);
    QCOMPARE(spawner().runningCount(), 0);
    QCOMPARE(reply->processId(), told);
    QCOMPARE(reply->result().processId, told);
    QCOMPARE(reply->result().standardOutput, "by the fifo");
    delete reply;
}

void CommandReplyTest::signalsInOrder_data()
{
    QTest::addColumn<QStringList>("mode");
    QTest::addColumn<QStringList>("order");
    QTest::newRow("says nothing") << QStringList{u"exit"_s, u"0"_s}
                                  << QStringList{u"started"_s, u"exited"_s, u"finished"_s};
    QTest::newRow("writes") << QStringList{u"write"_s, u"100"_s}
                            << QStringList{u"started"_s, u"output"_s, u"exited"_s, u"finished"_s};
    QTest::newRow("writes much") << QStringList{u"write"_s, u"3000000"_s}
                                 << QStringList{u"started"_s, u"output"_s, u"exited"_s,
                                                u"finished"_s};
    QTest::newRow("complains") << QStringList{u"write"_s, u"100"_s, u"2"_s}
                               << QStringList{u"started"_s, u"error"_s, u"exited"_s, u"finished"_s};
    QTest::newRow("writes and crashes")
        << QStringList{u"signal"_s, u"SEGV"_s, u"x"_s}
        << QStringList{u"started"_s, u"output"_s, u"exited"_s, u"finished"_s};
}

void CommandReplyTest::signalsInOrder()
{
    QFETCH(QStringList, mode);
    QFETCH(QStringList, order);
    Command command(QStringList{testChildProgram()} + mode);
    command.setStandardOutputMode(Command::OutputMode::Stream);
    command.setStandardErrorMode(Command::OutputMode::Stream);
    CommandReply *const reply = spawner().aspawn(command);
    CommandSpy spy(reply);
    const SignalOrder signalOrder(reply);
    connect(reply, &CommandReply::readyReadStandardOutput, this,
            [reply] { QVERIFY(!reply->readAllStandardOutput().isEmpty()); });
    connect(reply, &CommandReply::readyReadStandardError, this,
            [reply] { QVERIFY(!reply->readAllStandardError().isEmpty()); });
    QVERIFY(signalOrder.names.isEmpty()); // nothing out of aspawn()
    QVERIFY(spy.waitForGone());
    QCOMPARE(signalOrder.names, order);
}

void CommandReplyTest::finishesExactlyOnce_data()
{
    QTest::addColumn<QStringList>("argv");
    QTest::addColumn<bool>("started");
    QTest::newRow("all at once, at once") << testChild({u"sleep"_s, u"20000"_s}) << false;
    QTest::newRow("all at once, while it runs") << testChild({u"sleep"_s, u"20000"_s}) << true;
    QTest::newRow("while it ends") << testChild({u"exit"_s, u"0"_s}) << true;
    QTest::newRow("cannot be run") << QStringList{u"/no/such/program"_s} << false;
    QTest::newRow("not valid") << QStringList{} << false;
}

void CommandReplyTest::finishesExactlyOnce()
{
    QFETCH(QStringList, argv);
    QFETCH(bool, started);
    CommandReply *const reply = spawner().aspawn(argv);
    CommandSpy spy(reply);
    const SignalOrder order(reply);
    QSignalSpy ofTheSpawner(&spawner(), &AsyncSpawner::finished);
    const auto all = [reply] {
        for (int i = 0; i < 3; ++i) {
            reply->terminate();
            reply->cancel();
            reply->sendSignal(SIGTERM);
            reply->kill();
            reply->closeStandardInput();
        }
    };
    connect(reply, &CommandReply::finished, this, all);
    connect(reply, &CommandReply::exited, this, all);
    if (started)
        connect(reply, &CommandReply::started, this, all);
    else
        all();
    QVERIFY(spy.waitForGone());
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    QCOMPARE(order.finishedCount, 1);
    QCOMPARE(order.names.constLast(), u"finished"_s);
    QCOMPARE(ofTheSpawner.size(), 2);
}

void CommandReplyTest::deletesItself()
{
    const QPointer<CommandReply> reply = spawner().aspawn({u"true"_s});
    bool there = false;
    connect(reply, &CommandReply::finished, this, [&] { there = !reply.isNull(); });
    QTRY_VERIFY_WITH_TIMEOUT(reply.isNull(), CommandSpy::Patience);
    QVERIFY(there);
}

void CommandReplyTest::staysWithoutAutoDelete()
{
    const QPointer<CommandReply> reply = spawner().aspawn(testChild({u"writestd"_s, u"kept"_s}));
    reply->setAutoDelete(false);
    QVERIFY(!reply->autoDelete());
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), CommandSpy::Patience);
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    QVERIFY(!reply.isNull());
    QCOMPARE(reply->result().standardOutput, "kept");
    QVERIFY(!spawner().replies().contains(reply.data()));
    m_fixture.left(); // its parent takes it along
    QVERIFY(reply.isNull());
}

void CommandReplyTest::autoDeleteIsDecidedAtTheEnd()
{
    const QPointer<CommandReply> reply = spawner().aspawn({u"true"_s});
    connect(reply, &CommandReply::finished, this, [&] { reply->setAutoDelete(false); });
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), CommandSpy::Patience);
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    QVERIFY(!reply.isNull());
    delete reply;
}

void CommandReplyTest::callsBack()
{
    QByteArray output;
    int calls = 0;
    Command command(testChild({u"writestd"_s, u"!"_s}));
    spawner().aspawn(testChild({u"writestd"_s, u"called"_s}), this,
                     [&](const CommandResult &result) {
                         ++calls;
                         output = result.standardOutput;
                         spawner().aspawn(command, this, [&](const CommandResult &second) {
                             ++calls;
                             output += second.standardOutput;
                         });
                     });
    QCOMPARE(calls, 0);
    QTRY_COMPARE_WITH_TIMEOUT(calls, 2, CommandSpy::Patience);
    QCOMPARE(output, "called!");
}

void CommandReplyTest::doesNotCallADeletedContext()
{
    auto context = std::make_unique<QObject>();
    int calls = 0;
    CommandSpy spy(
        spawner().aspawn({u"true"_s}, context.get(), [&calls](const CommandResult &) { ++calls; }));
    context.reset();
    QVERIFY(spy.waitForGone());
    QVERIFY(spy.result().isSuccess());
    QCOMPARE(calls, 0);
}

void CommandReplyTest::tellsTheSpawnerAfterwards()
{
    QStringList order;
    CommandReply *const reply = spawner().aspawn({u"true"_s});
    connect(&spawner(), &AsyncSpawner::finished, this, [&](CommandReply *ended) {
        QCOMPARE(ended, reply);
        QCOMPARE(ended->state(), State::Finished);
        order.append(u"spawner"_s);
    });
    connect(&spawner(), &AsyncSpawner::drained, this, [&] { order.append(u"drained"_s); });
    connect(reply, &CommandReply::finished, this, [&] { order.append(u"reply"_s); });
    QTRY_COMPARE_WITH_TIMEOUT(order.size(), 3, CommandSpy::Patience);
    QCOMPARE(order, (QStringList{u"reply"_s, u"spawner"_s, u"drained"_s}));
}

void CommandReplyTest::loopInASlot_data()
{
    QTest::addColumn<QString>("signal");
    for (const char *const name : {"started", "output", "error", "written", "exited", "finished"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

// As with a dialog: the loop in the slot sees the rest of it, and other commands too.
void CommandReplyTest::loopInASlot()
{
    QFETCH(QString, signal);
    CommandReply *const reply = spawner().aspawn(talkative());
    CommandSpy spy(reply);
    reply->write("x");
    int loops = 0;
    bool otherEnded = false;
    const SignalOrder order(reply);
    const auto loop = [&] {
        ++loops;
        otherEnded = runCommand(spawner(), {u"true"_s}).isSuccess();
        (void)QTest::qWaitFor([&spy] { return spy.isFinished(); }, CommandSpy::Patience);
    };
    const auto connectTo = [&](const QString &name, auto member) {
        if (name == signal)
            connect(reply, member, this, loop, Qt::SingleShotConnection);
    };
    connectTo(u"started"_s, &CommandReply::started);
    connectTo(u"output"_s, &CommandReply::readyReadStandardOutput);
    connectTo(u"error"_s, &CommandReply::readyReadStandardError);
    connectTo(u"written"_s, &CommandReply::standardInputWritten);
    connectTo(u"exited"_s, &CommandReply::exited);
    connectTo(u"finished"_s, &CommandReply::finished);
    QVERIFY(spy.waitForGone());
    QCOMPARE(loops, 1);
    QVERIFY(otherEnded);
    QCOMPARE(order.finishedCount, 1);
    QCOMPARE(order.names.constLast(), u"finished"_s);
    QCOMPARE(spy.order(), "started exited finished");
    QCOMPARE(spy.result().exitCode, 3);
}

QTEST_GUILESS_MAIN(CommandReplyTest)
#include "tst_commandreply.moc"
