// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/commandspy.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <spawner/asyncspawner.h>

#include <QtTest/QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace Spawn;

using State = CommandReply::State;

// What a caller says to a running command, and hears from it.
class ReplyDialogTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), CommandSpy::Patience); }

    void sendsSignals();
    void refusesSignals();
    void writesToACommandThatHasNotStarted();
    void refusesToWrite();
    void countsWhatWasWritten();
    void readsBothOutputs();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    SpawnerFixture m_fixture;
};

void ReplyDialogTest::sendsSignals()
{
    Command command(testChild({u"wait-signal"_s, u"USR2"_s, u"5"_s}));
    command.setStandardOutputMode(Command::OutputMode::Stream);
    CommandReply *const reply = spawner().aspawn(command);
    reply->setAutoDelete(false);
    QByteArray output;
    connect(reply, &CommandReply::readyReadStandardOutput, this, [&] {
        output += reply->readAllStandardOutput();
        if (output == "ready\n")
            QVERIFY(reply->sendSignal(SIGUSR2));
    });
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), CommandSpy::Patience);
    QCOMPARE(output, "ready\ngot USR2\n");
    QCOMPARE(reply->result().exitCode, 5);
    delete reply;
}

void ReplyDialogTest::refusesSignals()
{
    CommandReply *const reply = spawner().aspawn(testChild({u"sleep"_s, u"20000"_s}));
    reply->setAutoDelete(false);
    QVERIFY(!reply->sendSignal(SIGTERM)); // not yet
    QTRY_COMPARE_WITH_TIMEOUT(reply->state(), State::Running, CommandSpy::Patience);
    QVERIFY(!reply->sendSignal(0));
    QVERIFY(!reply->sendSignal(-1));
    QVERIFY(!reply->sendSignal(65));
    QVERIFY(reply->sendSignal(SIGRTMAX));
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), CommandSpy::Patience);
    QCOMPARE(reply->result().signalNumber, SIGRTMAX);
    QVERIFY(!reply->sendSignal(SIGTERM)); // no longer
    delete reply;
}

void ReplyDialogTest::writesToACommandThatHasNotStarted()
{
    spawner().setMaxRunningCount(1);
    CommandSpy first(spawner().aspawn(testChild({u"sleep"_s, u"20000"_s})));
    Command command(testChild({u"echo"_s}));
    command.setStandardInputMode(Command::InputMode::Pipe);
    CommandReply *const reply = spawner().aspawn(command);
    CommandSpy spy(reply);
    QCOMPARE(reply->write("early"), 5);
    QCOMPARE(reply->write(QByteArray()), 0);
    QCOMPARE(reply->bytesToWrite(), 5);
    reply->closeStandardInput();
    QTRY_VERIFY_WITH_TIMEOUT(first.hasStarted(), CommandSpy::Patience);
    QCOMPARE(reply->state(), State::Queued);
    first.reply()->kill();
    QVERIFY(spy.waitForGone());
    QCOMPARE(spy.result().standardOutput, "early");
    QCOMPARE(spy.result().standardInputError, 0);
    QVERIFY(first.waitForGone());
}

void ReplyDialogTest::refusesToWrite()
{
    Command whole(testChild({u"echo"_s}));
    whole.setStandardInput("all there is");
    CommandReply *const withWhole = spawner().aspawn(whole);
    CommandReply *const withNull = spawner().aspawn(testChild({u"echo"_s}));
    CommandSpy first(withWhole);
    CommandSpy second(withNull);
    QCOMPARE(withWhole->write("more"), -1);
    QCOMPARE(withNull->write("more"), -1);
    withNull->closeStandardInput();
    QVERIFY(first.waitForGone());
    QCOMPARE(first.result().standardOutput, "all there is");
    QVERIFY(second.waitForGone());
    QVERIFY(second.result().isSuccess());

    Command pipe(testChild({u"echo"_s}));
    pipe.setStandardInputMode(Command::InputMode::Pipe);
    CommandReply *const reply = spawner().aspawn(pipe);
    reply->setAutoDelete(false);
    QCOMPARE(reply->write("a"), 1);
    reply->closeStandardInput();
    QCOMPARE(reply->write("b"), -1);
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), CommandSpy::Patience);
    QCOMPARE(reply->write("c"), -1);
    QCOMPARE(reply->result().standardOutput, "a");
    delete reply;
}

void ReplyDialogTest::countsWhatWasWritten()
{
    constexpr qint64 Size = 1'000'000;
    Command command(testChild({u"echo"_s}));
    command.setStandardInputMode(Command::InputMode::Pipe);
    CommandReply *const reply = spawner().aspawn(command);
    CommandSpy spy(reply);
    qint64 written = 0;
    connect(reply, &CommandReply::standardInputWritten, this, [&](qint64 bytes) {
        QVERIFY(bytes > 0);
        written += bytes;
        QCOMPARE(reply->bytesToWrite(), Size - written);
        if (written == Size)
            reply->closeStandardInput();
    });
    QCOMPARE(reply->write(QByteArray(Size - 1, 'w')), Size - 1);
    QCOMPARE(reply->write("w"), 1);
    QCOMPARE(reply->bytesToWrite(), Size);
    QVERIFY(spy.waitForGone());
    QCOMPARE(written, Size);
    QCOMPARE(spy.result().standardOutput.size(), Size);
}

void ReplyDialogTest::readsBothOutputs()
{
    Command command(testChildChain({{u"writestd"_s, u"out"_s, u"err"_s}, {u"exit"_s, u"3"_s}}));
    command.setStandardOutputMode(Command::OutputMode::Stream);
    command.setStandardErrorMode(Command::OutputMode::Stream);
    CommandReply *const reply = spawner().aspawn(command);
    reply->setAutoDelete(false);
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), CommandSpy::Patience);
    QVERIFY(reply->result().standardOutput.isEmpty()); // streamed, not captured
    QVERIFY(reply->result().standardError.isEmpty());
    QCOMPARE(reply->readAllStandardOutput(), "out"); // nobody took it before
    QCOMPARE(reply->readAllStandardError(), "err");
    QVERIFY(reply->readAllStandardOutput().isEmpty());
    QVERIFY(reply->readAllStandardError().isEmpty());
    QCOMPARE(reply->result().exitCode, 3);
    delete reply;
}

QTEST_GUILESS_MAIN(ReplyDialogTest)
#include "tst_replydialog.moc"
