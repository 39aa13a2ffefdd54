// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/commandspy.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <spawner/asyncspawner.h>
#include <spawner/commandawaiter.h>

#include <QtTest/QTest>

#include <coroutine>
#include <exception>
#include <memory>

using namespace Qt::StringLiterals;
using namespace Spawn;

using Error = CommandResult::Error;

// A coroutine that runs until its first wait and ends by itself.
struct Task
{
    struct promise_type
    {
        Task get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() { }
        void unhandled_exception() { std::terminate(); }
    };
};

// What a coroutine has come to.
struct Progress
{
    int steps = 0;
    CommandResult result;
    bool insideASignal = false;
};

class CommandAwaiterTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), CommandSpy::Patience); }

    void yieldsTheResult();
    void oneAfterTheOther();
    void refusedCommand();
    void replyHasFinished();
    void resumesFromTheEventLoop();
    void twoAwaitOne();
    void replyIsDeletedMeanwhile();
    void spawnerIsDeletedMeanwhile();
    void deletesTheSpawnerWhenResumed();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    SpawnerFixture m_fixture;
};

static Task await(CommandReply *reply, Progress &progress)
{
    ++progress.steps;
    progress.result = co_await *reply;
    ++progress.steps;
}

void CommandAwaiterTest::yieldsTheResult()
{
    Progress progress;
    await(spawner().aspawn(
              testChildChain({{u"writestd"_s, u"out"_s, u"err"_s}, {u"exit"_s, u"7"_s}})),
          progress);
    QCOMPARE(progress.steps, 1);
    QTRY_COMPARE_WITH_TIMEOUT(progress.steps, 2, CommandSpy::Patience);
    QCOMPARE(progress.result.exitCode, 7);
    QCOMPARE(progress.result.standardOutput, "out");
    QCOMPARE(progress.result.standardError, "err");
}

static Task countUp(AsyncSpawner &spawner, QList<int> &codes)
{
    for (int i = 0; i < 5; ++i) {
        CommandReply *const reply
            = spawner.aspawn(testChild({u"exit"_s, QString::number(codes.size() + 1)}));
        const CommandResult result = co_await *reply;
        codes.append(result.exitCode);
    }
}

void CommandAwaiterTest::oneAfterTheOther()
{
    QList<int> codes;
    countUp(spawner(), codes);
    QTRY_COMPARE_WITH_TIMEOUT(codes.size(), 5, CommandSpy::Patience);
    QCOMPARE(codes, (QList<int>{1, 2, 3, 4, 5}));
}

void CommandAwaiterTest::refusedCommand()
{
    Progress progress;
    await(spawner().aspawn(QStringList()), progress);
    QCOMPARE(progress.steps, 1);
    QTRY_COMPARE_WITH_TIMEOUT(progress.steps, 2, CommandSpy::Patience);
    QCOMPARE(progress.result.error, Error::FailedToStart);
    QCOMPARE(progress.result.stage, CommandResult::Stage::Validation);
}

void CommandAwaiterTest::replyHasFinished()
{
    CommandReply *const reply = spawner().aspawn(testChild({u"exit"_s, u"7"_s}));
    reply->setAutoDelete(false);
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), CommandSpy::Patience);
    Progress progress;
    await(reply, progress);
    QCOMPARE(progress.steps, 2); // nothing to wait for
    QCOMPARE(progress.result.exitCode, 7);
    delete reply;
}

static Task awaitOutsideOf(CommandReply *reply, const bool &emitting, Progress &progress)
{
    progress.result = co_await *reply;
    progress.insideASignal = emitting;
    ++progress.steps;
}

void CommandAwaiterTest::resumesFromTheEventLoop()
{
    CommandReply *const reply = spawner().aspawn(testChild({u"exit"_s, u"7"_s}));
    CommandSpy spy(reply);
    bool emitting = false;
    int stepsAtTheEnd = -1;
    Progress progress;
    connect(reply, &CommandReply::finished, this, [&] { emitting = true; });
    awaitOutsideOf(reply, emitting, progress);
    connect(reply, &CommandReply::finished, this, [&] {
        stepsAtTheEnd = progress.steps;
        emitting = false;
    });
    QTRY_COMPARE_WITH_TIMEOUT(progress.steps, 1, CommandSpy::Patience);
    QVERIFY(!progress.insideASignal);
    QCOMPARE(stepsAtTheEnd, 0); // it was resumed after the last slot
    QVERIFY(spy.isFinished());
}

void CommandAwaiterTest::twoAwaitOne()
{
    CommandReply *const reply = spawner().aspawn(testChild({u"exit"_s, u"7"_s}));
    Progress first;
    Progress second;
    await(reply, first);
    await(reply, second);
    QTRY_COMPARE_WITH_TIMEOUT(first.steps + second.steps, 4, CommandSpy::Patience);
    QCOMPARE(first.result.exitCode, 7);
    QCOMPARE(second.result.exitCode, 7);
}

void CommandAwaiterTest::replyIsDeletedMeanwhile()
{
    CommandReply *const reply = spawner().aspawn(testChild({u"sleep"_s, u"20000"_s}));
    Progress progress;
    await(reply, progress);
    delete reply;
    QCOMPARE(progress.steps, 1); // from the event loop here too
    QTRY_COMPARE_WITH_TIMEOUT(progress.steps, 2, CommandSpy::Patience);
    QCOMPARE(progress.result.error, Error::Cancelled);
}

void CommandAwaiterTest::spawnerIsDeletedMeanwhile()
{
    CommandReply *const reply = spawner().aspawn(testChild({u"sleep"_s, u"20000"_s}));
    Progress progress;
    await(reply, progress);
    m_fixture.left(); // deletes it
    QCOMPARE(progress.steps, 1);
    QTRY_COMPARE_WITH_TIMEOUT(progress.steps, 2, CommandSpy::Patience);
    QCOMPARE(progress.result.error, Error::Destroyed);
}

static Task awaitAndDelete(std::unique_ptr<AsyncSpawner> &spawner, Progress &progress)
{
    CommandReply *const reply = spawner->aspawn(testChild({u"exit"_s, u"7"_s}));
    progress.result = co_await *reply;
    spawner.reset();
    ++progress.steps;
}

void CommandAwaiterTest::deletesTheSpawnerWhenResumed()
{
    auto other = std::make_unique<AsyncSpawner>();
    Progress progress;
    awaitAndDelete(other, progress);
    QTRY_COMPARE_WITH_TIMEOUT(progress.steps, 1, CommandSpy::Patience);
    QCOMPARE(progress.result.exitCode, 7);
    QVERIFY(other == nullptr);
}

QTEST_GUILESS_MAIN(CommandAwaiterTest)
#include "tst_commandawaiter.moc"
