// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/commandspy.h"
#include "common/spawnerfixture.h"
#include "common/talkative.h"
#include "common/testchild.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QTemporaryDir>
#include <QtCore/QTimer>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <functional>
#include <memory>
#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace Spawn;
using namespace std::chrono_literals;

using Error = CommandResult::Error;
using State = CommandReply::State;

// Deleting a reply, or its spawner, at the worst moments.
class ReplyDeletionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), CommandSpy::Patience); }

    void queued();
    void starting();
    void running();
    void whileADescendantHoldsTheOutput();
    void finished();
    void severalOfMany();
    void replyInASlot_data();
    void replyInASlot();
    void replyInASlotOfTheSpawner();
    void f15_spawnerInASlot_data();
    void f15_spawnerInASlot();
    void spawnerInASlotOfItsOwn_data();
    void spawnerInASlotOfItsOwn();
    void spawnerInALoopInASlot();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }
    QList<qint64> commands() { return m_fixture.leftovers().taggedProcesses(); }
    void goOn();

    SpawnerFixture m_fixture;
};

// Calls it at the first signal of that name.
static void at(const QString &name, CommandReply *reply, QObject *context,
               const std::function<void()> &call)
{
    const auto connectTo = [&](const QString &candidate, auto signal) {
        if (candidate == name) {
            QObject::connect(
                reply, signal, context, [call] { call(); }, Qt::SingleShotConnection);
        }
    };
    connectTo(u"started"_s, &CommandReply::started);
    connectTo(u"output"_s, &CommandReply::readyReadStandardOutput);
    connectTo(u"error"_s, &CommandReply::readyReadStandardError);
    connectTo(u"written"_s, &CommandReply::standardInputWritten);
    connectTo(u"exited"_s, &CommandReply::exited);
    connectTo(u"finished"_s, &CommandReply::finished);
}

static void addSignalRows()
{
    QTest::addColumn<QString>("signal");
    for (const char *const name : {"started", "output", "error", "written", "exited", "finished"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

// The spawner is as good as before.
void ReplyDeletionTest::goOn()
{
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    QCOMPARE(spawner().queuedCount(), 0);
    QCOMPARE(spawner().runningCount(), 0);
    QVERIFY(spawner().replies().isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(commands(), QList<qint64>(), CommandSpy::Patience);
}

void ReplyDeletionTest::queued()
{
    const QTemporaryDir folder;
    const QString mark = folder.filePath(u"mark"_s);
    spawner().setMaxRunningCount(1);
    CommandSpy first(spawner().aspawn(testChild({u"sleep"_s, u"20000"_s})));
    CommandReply *const reply = spawner().aspawn(testChild({u"append"_s, mark}));
    const QFuture<CommandResult> future = reply->future();
    QTRY_VERIFY_WITH_TIMEOUT(first.hasStarted(), CommandSpy::Patience);
    QCOMPARE(spawner().queuedCount(), 1);
    delete reply;
    QCOMPARE(spawner().queuedCount(), 0);
    QVERIFY(future.isFinished());
    QCOMPARE(future.result().error, Error::Cancelled);
    first.reply()->kill();
    QVERIFY(first.waitForGone());
    goOn();
    QCOMPARE(runCount(mark), 0);
}

void ReplyDeletionTest::starting()
{
    const QTemporaryDir folder;
    const QString mark = folder.filePath(u"mark"_s);
    const QString fifo = folder.filePath(u"fifo"_s);
    QCOMPARE(mkfifo(QFile::encodeName(fifo).constData(), 0600), 0);
    Command command(testChild({u"append"_s, mark}));
    command.setStandardInputFile(fifo);
    CommandReply *const reply = spawner().aspawn(command);
    QTRY_COMPARE_WITH_TIMEOUT(reply->state(), State::Starting, CommandSpy::Patience);
    delete reply;
    QCOMPARE(spawner().runningCount(), 0);
    goOn();
    QCOMPARE(runCount(mark), 0);
}

void ReplyDeletionTest::running()
{
    CommandReply *const reply = spawner().aspawn(testChild({u"tree"_s, u"2"_s}));
    const QFuture<CommandResult> future = reply->future();
    QTRY_COMPARE_WITH_TIMEOUT(commands().size(), 3, CommandSpy::Patience);
    QTRY_COMPARE_WITH_TIMEOUT(reply->state(), State::Running, CommandSpy::Patience);
    QCOMPARE(spawner().runningCount(), 1);
    delete reply;
    QVERIFY(future.isFinished());
    QCOMPARE(future.result().error, Error::Cancelled);
    QCOMPARE(spawner().runningCount(), 0);
    goOn();
}

void ReplyDeletionTest::whileADescendantHoldsTheOutput()
{
    Command command(testChild({u"leave-grandchild"_s, u"600"_s}));
    command.setDrainTimeout(20s);
    CommandReply *const reply = spawner().aspawn(command);
    QSignalSpy exited(reply, &CommandReply::exited);
    QTRY_COMPARE_WITH_TIMEOUT(exited.size(), 1, CommandSpy::Patience);
    delete reply;
    goOn();
}

void ReplyDeletionTest::finished()
{
    CommandReply *const reply = spawner().aspawn({u"true"_s});
    reply->setAutoDelete(false);
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), CommandSpy::Patience);
    delete reply;
    goOn();
}

void ReplyDeletionTest::severalOfMany()
{
    int finishedCount = 0;
    connect(&spawner(), &AsyncSpawner::finished, this, [&] { ++finishedCount; });
    QList<CommandReply *> deleted;
    for (int i = 0; i < 400; ++i) {
        CommandReply *const reply = spawner().aspawn(testChild({u"exit"_s, u"0"_s}));
        reply->setAutoDelete(false);
        if (i % 2 == 0)
            deleted.append(reply);
        if (i % 7 == 0) {
            QCoreApplication::processEvents();
            delete deleted.takeFirst();
        }
    }
    qDeleteAll(deleted);
    QTRY_VERIFY_WITH_TIMEOUT(spawner().replies().isEmpty(), CommandSpy::Patience);
    QVERIFY(finishedCount >= 200);
    goOn();
}

void ReplyDeletionTest::replyInASlot_data()
{
    addSignalRows();
}

void ReplyDeletionTest::replyInASlot()
{
    QFETCH(QString, signal);
    const QPointer<CommandReply> reply = spawner().aspawn(talkative());
    reply->write("x");
    const QFuture<CommandResult> future = reply->future();
    QSignalSpy finishedSpy(reply.data(), &CommandReply::finished);
    at(signal, reply, this, [&] { delete reply.data(); });
    QTRY_VERIFY_WITH_TIMEOUT(reply.isNull() && future.isFinished(), CommandSpy::Patience);
    goOn();
    QCOMPARE(finishedSpy.size(), signal == u"finished"_s ? 1 : 0);
    QCOMPARE(future.result().error,
             signal == u"finished"_s ? Error::NonZeroExit : Error::Cancelled);
}

void ReplyDeletionTest::replyInASlotOfTheSpawner()
{
    const QPointer<CommandReply> reply = spawner().aspawn({u"true"_s});
    connect(
        &spawner(), &AsyncSpawner::finished, this, [](CommandReply *ended) { delete ended; },
        Qt::SingleShotConnection);
    QTRY_VERIFY_WITH_TIMEOUT(reply.isNull(), CommandSpy::Patience);
    goOn();
}

void ReplyDeletionTest::f15_spawnerInASlot_data()
{
    addSignalRows();
}

void ReplyDeletionTest::f15_spawnerInASlot()
{
    QFETCH(QString, signal);
    auto other = std::make_unique<AsyncSpawner>();
    CommandReply *const reply = other->aspawn(talkative());
    reply->write("x");
    const QFuture<CommandResult> future = reply->future();
    QList<QFuture<CommandResult>> others;
    for (int i = 0; i < 20; ++i)
        others.append(other->aspawn(testChild({u"sleep"_s, u"20000"_s}))->future());
    at(signal, reply, this, [&] { other.reset(); });
    QTRY_VERIFY_WITH_TIMEOUT(other == nullptr, CommandSpy::Patience);
    QVERIFY(future.isFinished());
    QCOMPARE(future.result().error,
             signal == u"finished"_s ? Error::NonZeroExit : Error::Destroyed);
    for (const QFuture<CommandResult> &each : others) {
        QVERIFY(each.isFinished());
        QCOMPARE(each.result().error, Error::Destroyed);
    }
    goOn();
}

void ReplyDeletionTest::spawnerInASlotOfItsOwn_data()
{
    QTest::addColumn<QString>("signal");
    for (const char *const name : {"started", "stateChanged", "finished", "drained", "exit"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void ReplyDeletionTest::spawnerInASlotOfItsOwn()
{
    QFETCH(QString, signal);
    auto other = std::make_unique<AsyncSpawner>();
    CommandReply *const reply = other->aspawn(testChild({u"exit"_s, u"0"_s}));
    const QFuture<CommandResult> future = reply->future();
    const auto connectTo = [&](const QString &name, auto member) {
        if (name == signal)
            connect(
                other.get(), member, this, [&] { other.reset(); }, Qt::SingleShotConnection);
    };
    connectTo(u"started"_s, &AsyncSpawner::started);
    connectTo(u"stateChanged"_s, &AsyncSpawner::stateChanged);
    connectTo(u"finished"_s, &AsyncSpawner::finished);
    connectTo(u"drained"_s, &AsyncSpawner::drained);
    connectTo(u"exit"_s, &AsyncSpawner::exit);
    if (signal == u"exit"_s)
        other->destroy();
    QTRY_VERIFY_WITH_TIMEOUT(other == nullptr, CommandSpy::Patience);
    QVERIFY(future.isFinished());
    goOn();
}

void ReplyDeletionTest::spawnerInALoopInASlot()
{
    auto other = std::make_unique<AsyncSpawner>();
    CommandReply *const reply = other->aspawn(talkative());
    reply->write("x");
    const QFuture<CommandResult> future = reply->future();
    bool after = false;
    at(u"started"_s, reply, this, [&] {
        QTimer::singleShot(0, this, [&] { other.reset(); });
        (void)QTest::qWaitFor([&] { return other == nullptr; }, CommandSpy::Patience);
        after = true;
    });
    QTRY_VERIFY_WITH_TIMEOUT(after, CommandSpy::Patience);
    QVERIFY(future.isFinished());
    goOn();
}

QTEST_GUILESS_MAIN(ReplyDeletionTest)
#include "tst_replydeletion.moc"
