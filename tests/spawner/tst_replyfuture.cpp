// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/commandspy.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QFutureWatcher>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace Spawn;

using Error = CommandResult::Error;

// CommandReply::future(): it always ends, and always with a result.
class ReplyFutureTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), CommandSpy::Patience); }

    void endsWithTheCommand_data();
    void endsWithTheCommand();
    void afterTheEnd();
    void several();
    void cancellingItDoesNotCancelTheCommand();
    void cancellingOneLeavesTheOthers();
    void replyDeleted();
    void spawnerDeleted();
    void watched();
    void continuations();
    void continuationDeletesTheReply();
    void continuationDeletesTheSpawner();
    void continuationDeletesAnotherReplyWithTheSpawner();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    SpawnerFixture m_fixture;
};

void ReplyFutureTest::endsWithTheCommand_data()
{
    QTest::addColumn<QStringList>("argv");
    QTest::addColumn<Error>("error");
    QTest::newRow("succeeds") << testChild({u"exit"_s, u"0"_s}) << Error::NoError;
    QTest::newRow("fails") << testChild({u"exit"_s, u"7"_s}) << Error::NonZeroExit;
    QTest::newRow("cannot be run") << QStringList{u"/no/such/program"_s} << Error::FailedToStart;
    QTest::newRow("not valid") << QStringList{} << Error::FailedToStart;
}

void ReplyFutureTest::endsWithTheCommand()
{
    QFETCH(QStringList, argv);
    QFETCH(Error, error);
    CommandReply *const reply = spawner().aspawn(argv);
    const QFuture<CommandResult> future = reply->future();
    bool finishedFirst = false;
    connect(reply, &CommandReply::finished, this, [&] { finishedFirst = future.isFinished(); });
    QVERIFY(future.isStarted());
    QVERIFY(!future.isFinished());
    QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), CommandSpy::Patience);
    QCOMPARE(future.resultCount(), 1);
    QCOMPARE(future.result().error, error);
    QVERIFY(finishedFirst);
}

void ReplyFutureTest::afterTheEnd()
{
    CommandReply *const reply = spawner().aspawn(testChild({u"exit"_s, u"7"_s}));
    reply->setAutoDelete(false);
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), CommandSpy::Patience);
    const QFuture<CommandResult> future = reply->future();
    QVERIFY(future.isFinished());
    QCOMPARE(future.result().exitCode, 7);
    delete reply;
    QCOMPARE(future.result().exitCode, 7);
}

void ReplyFutureTest::several()
{
    CommandReply *const reply = spawner().aspawn(testChild({u"exit"_s, u"7"_s}));
    const QList<QFuture<CommandResult>> futures{reply->future(), reply->future(), reply->future()};
    QTRY_VERIFY_WITH_TIMEOUT(futures[2].isFinished(), CommandSpy::Patience);
    for (const QFuture<CommandResult> &future : futures) {
        QVERIFY(future.isFinished());
        QCOMPARE(future.result().exitCode, 7);
    }
}

void ReplyFutureTest::cancellingItDoesNotCancelTheCommand()
{
    CommandReply *const reply = spawner().aspawn(testChild({u"sleep"_s, u"200"_s, u"7"_s}));
    CommandSpy spy(reply);
    reply->future().cancel();
    QTRY_VERIFY_WITH_TIMEOUT(spy.hasStarted(), CommandSpy::Patience);
    reply->future().cancel();
    QVERIFY(spy.waitForGone());
    QCOMPARE(spy.result().exitCode, 7);
}

void ReplyFutureTest::cancellingOneLeavesTheOthers()
{
    CommandReply *const reply = spawner().aspawn(testChild({u"sleep"_s, u"100"_s, u"7"_s}));
    QFuture<CommandResult> cancelled = reply->future();
    const QFuture<CommandResult> kept = reply->future();
    cancelled.cancel();
    QTRY_VERIFY_WITH_TIMEOUT(kept.isFinished(), CommandSpy::Patience);
    QVERIFY(cancelled.isCanceled());
    QVERIFY(!kept.isCanceled());
    QCOMPARE(kept.result().exitCode, 7);
}

void ReplyFutureTest::replyDeleted()
{
    CommandReply *const reply = spawner().aspawn(sleepingChild());
    const QFuture<CommandResult> first = reply->future();
    const QFuture<CommandResult> second = reply->future();
    delete reply;
    for (const QFuture<CommandResult> &future : {first, second}) {
        QVERIFY(future.isFinished());
        QCOMPARE(future.resultCount(), 1);
        QCOMPARE(future.result().error, Error::Cancelled);
    }
}

void ReplyFutureTest::spawnerDeleted()
{
    CommandReply *const running = spawner().aspawn(sleepingChild());
    CommandSpy spy(running);
    const QFuture<CommandResult> first = running->future();
    QTRY_VERIFY_WITH_TIMEOUT(spy.hasStarted(), CommandSpy::Patience);
    const QFuture<CommandResult> second = spawner().aspawn(sleepingChild())->future();
    m_fixture.left(); // deletes it
    for (const QFuture<CommandResult> &future : {first, second}) {
        QVERIFY(future.isFinished());
        QCOMPARE(future.result().error, Error::Destroyed);
    }
    QCOMPARE(spy.order(), "started"); // futures, but no signals
}

void ReplyFutureTest::watched()
{
    QFutureWatcher<CommandResult> watcher;
    QSignalSpy finished(&watcher, &QFutureWatcherBase::finished);
    watcher.setFuture(spawner().aspawn(testChild({u"exit"_s, u"7"_s}))->future());
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, CommandSpy::Patience);
    QCOMPARE(watcher.result().exitCode, 7);
}

void ReplyFutureTest::continuations()
{
    QThread *thread = nullptr;
    const QFuture<int> code = spawner()
                                  .aspawn(testChild({u"exit"_s, u"7"_s}))
                                  ->future()
                                  .then([&thread](const CommandResult &result) {
                                      thread = QThread::currentThread();
                                      return result.exitCode;
                                  });
    QTRY_VERIFY_WITH_TIMEOUT(code.isFinished(), CommandSpy::Patience);
    QCOMPARE(code.result(), 7);
    QCOMPARE(thread, QThread::currentThread());
}

// A continuation runs inside the end of the future.
void ReplyFutureTest::continuationDeletesTheReply()
{
    const QPointer<CommandReply> reply = spawner().aspawn(testChild({u"exit"_s, u"7"_s}));
    int calls = 0;
    auto first = reply->future().then([&](const CommandResult &) {
        ++calls;
        delete reply.data();
    });
    auto second = reply->future().then([&](const CommandResult &result) {
        ++calls;
        QCOMPARE(result.exitCode, 7);
    });
    QTRY_COMPARE_WITH_TIMEOUT(calls, 2, CommandSpy::Patience);
    QVERIFY(reply.isNull());
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
}

void ReplyFutureTest::continuationDeletesTheSpawner()
{
    auto other = std::make_unique<AsyncSpawner>();
    CommandReply *const reply = other->aspawn(testChild({u"exit"_s, u"7"_s}));
    const QFuture<CommandResult> pending = other->aspawn(sleepingChild())->future();
    int calls = 0;
    auto first = reply->future().then([&](const CommandResult &) {
        ++calls;
        other.reset();
    });
    auto second = reply->future().then([&](const CommandResult &) { ++calls; });
    QTRY_COMPARE_WITH_TIMEOUT(calls, 2, CommandSpy::Patience);
    QVERIFY(other == nullptr);
    QCOMPARE(pending.result().error, Error::Destroyed);
}

void ReplyFutureTest::continuationDeletesAnotherReplyWithTheSpawner()
{
    auto other = std::make_unique<AsyncSpawner>();
    QList<QPointer<CommandReply>> replies;
    for (int i = 0; i < 8; ++i)
        replies.append(other->aspawn(sleepingChild()));
    int ended = 0;
    QList<QFuture<void>> continuations;
    for (int i = 0; i < 8; ++i) {
        continuations.append(replies[i]->future().then([&, i](const CommandResult &) {
            ++ended;
            delete replies[(i + 3) % 8].data();
        }));
    }
    other.reset();
    QCOMPARE(ended, 8);
    for (const QPointer<CommandReply> &reply : replies)
        QVERIFY(reply.isNull());
}

QTEST_GUILESS_MAIN(ReplyFutureTest)
#include "tst_replyfuture.moc"
