// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/commandspy.h"
#include "common/mib.h"
#include "common/processstate.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QElapsedTimer>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <algorithm>
#include <cerrno>
#include <csignal>

using namespace Qt::StringLiterals;
using namespace Spawn;
using namespace std::chrono_literals;

using Error = CommandResult::Error;

// Beside what its reader lets be read ahead, a command can have written what fits into its pipe.
static constexpr qint64 PipeSize = 256 << 10;

// Floods, slow readers, and readers that are not there.
class BackPressureTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), CommandSpy::Patience); }

    void f59_floodAndASlowReader();
    void f60_floodAndNobodyReads();
    void f60_floodIntoACapture_data();
    void f60_floodIntoACapture();
    void f61_inputThatIsNotRead_data();
    void f61_inputThatIsNotRead();
    void f61_inputOfOneThatSleeps();
    void f61_theReplyKnowsThatNobodyReads();
    void bothDirectionsAtOnce();
    void aPausedReaderHoldsUpTheWriter();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }
    qint64 timeOfOthers();

    SpawnerFixture m_fixture;
};

static QStringList flood()
{
    return testChild({u"write"_s, QString::number(10240 * MiB)});
}

// Milliseconds for some commands in a row; -1 when one fails.
qint64 BackPressureTest::timeOfOthers()
{
    QElapsedTimer time;
    time.start();
    for (int i = 0; i < 30; ++i) {
        if (!runCommand(spawner(), testChild({u"writestd"_s, u"x"_s})).isSuccess())
            return -1;
    }
    return time.elapsed();
}

void BackPressureTest::f59_floodAndASlowReader()
{
    const qint64 alone = timeOfOthers();
    QVERIFY(alone >= 0);

    Command command(flood());
    command.setStandardOutputMode(Command::OutputMode::Stream);
    QCOMPARE(command.streamBufferSize(), MiB);
    const qint64 self = QCoreApplication::applicationPid();
    const qint64 memoryBefore = residentBytes(self);
    qint64 memory = memoryBefore;
    CommandReply *const reply = spawner().aspawn(command);
    CommandSpy spy(reply);
    qint64 taken = 0;
    qint64 slowest = 0;
    for (int i = 0; i < 20; ++i) {
        // The others are what it waits for between two reads.
        const qint64 others = timeOfOthers();
        QVERIFY(others >= 0);
        slowest = std::max(slowest, others);
        const qint64 size = reply->readAllStandardOutput().size();
        QVERIFY2(size <= MiB, qPrintable(QString::number(size)));
        taken += size;
        memory = std::max(memory, residentBytes(self));
    }
    QTRY_VERIFY_WITH_TIMEOUT(spy.hasStarted(), CommandSpy::Patience);
    QVERIFY(taken >= MiB);
#ifdef __SANITIZE_ADDRESS__ // keeps what is freed for a while
    static constexpr qint64 MemoryBound = 512 * MiB;
#else
    static constexpr qint64 MemoryBound = 64 * MiB;
#endif
    QVERIFY2(memory - memoryBefore < MemoryBound,
             qPrintable(QString::number(memory - memoryBefore)));
    const qint64 written = bytesWrittenBy(spy.processId());
    QVERIFY2(written <= taken + MiB + PipeSize, qPrintable(QString::number(written)));
    QVERIFY2(slowest <= 20 * alone + 2000,
             qPrintable(u"%1 ms, and %2 ms alone"_s.arg(slowest).arg(alone)));

    reply->kill();
    QVERIFY(spy.waitForGone());
    QCOMPARE(spy.result().signalNumber, SIGKILL);
    QCOMPARE(spy.order(), "started exited finished");
}

void BackPressureTest::f60_floodAndNobodyReads()
{
    Command command(flood());
    command.setStandardOutputMode(Command::OutputMode::Stream);
    command.setStreamBufferSize(300'000);
    CommandReply *const reply = spawner().aspawn(command);
    reply->setAutoDelete(false);
    QTRY_COMPARE_WITH_TIMEOUT(reply->state(), CommandReply::State::Running, CommandSpy::Patience);
    if (bytesWrittenBy(reply->processId()) >= 0) {
        QTRY_VERIFY_WITH_TIMEOUT(bytesWrittenBy(reply->processId()) >= 300'000,
                                 CommandSpy::Patience);
    }
    QVERIFY(timeOfOthers() >= 0);
    QVERIFY(bytesWrittenBy(reply->processId()) <= 300'000 + PipeSize);
    QCOMPARE(reply->state(), CommandReply::State::Running); // it waits for a reader

    reply->kill();
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), CommandSpy::Patience);
    const qint64 rest = reply->readAllStandardOutput().size();
    QVERIFY2(rest >= 300'000 && rest <= 300'000 + PipeSize, qPrintable(QString::number(rest)));
    delete reply;
}

void BackPressureTest::f60_floodIntoACapture_data()
{
    QTest::addColumn<qint64>("limit");
    QTest::newRow("one byte") << qint64{1};
    QTest::newRow("less than a pipe") << qint64{1000};
    QTest::newRow("exactly a pipe") << qint64{65536};
    QTest::newRow("some") << qint64{1'000'001};
    QTest::newRow("the default") << Command({u"true"_s}).outputLimit();
}

void BackPressureTest::f60_floodIntoACapture()
{
    QFETCH(qint64, limit);
    Command command(flood());
    command.setOutputLimit(limit);
    const CommandResult result = runCommand(spawner(), command);
    QCOMPARE(result.error, Error::OutputLimitExceeded);
    QCOMPARE(result.standardOutput.size(), limit);
    QVERIFY(result.standardOutputTruncated);
    QVERIFY(!result.standardErrorTruncated);
    QCOMPARE(result.exitCode, -1);
}

void BackPressureTest::f61_inputThatIsNotRead_data()
{
    QTest::addColumn<QStringList>("mode");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("exits early") << QStringList{u"exit"_s, u"0"_s} << 0;
    QTest::newRow("exits early with a code") << QStringList{u"exit"_s, u"9"_s} << 9;
    QTest::newRow("reads half of it")
        << QStringList{u"read-then-exit"_s, u"5000000"_s, u"3"_s} << 3;
    QTest::newRow("closes it and lives on")
        << QStringList{u"close-stdin-sleep"_s, u"200"_s, u"4"_s} << 4;
    QTest::newRow("sleeps and exits") << QStringList{u"sleep"_s, u"200"_s, u"0"_s} << 0;
}

void BackPressureTest::f61_inputThatIsNotRead()
{
    QFETCH(QStringList, mode);
    QFETCH(int, exitCode);
    Command command(QStringList{testChildProgram()} + mode);
    command.setStandardInput(QByteArray(10'000'000, 'i'));
    const auto before = signal(SIGPIPE, SIG_DFL);
    const CommandResult result = runCommand(spawner(), command);
    signal(SIGPIPE, before);
    QCOMPARE(result.exitCode, exitCode);
    QCOMPARE(result.error, exitCode == 0 ? Error::NoError : Error::NonZeroExit);
    QCOMPARE(result.standardInputError, EPIPE);
}

void BackPressureTest::f61_inputOfOneThatSleeps()
{
    Command command(testChild({u"sleep"_s, u"20000"_s}));
    command.setStandardInputMode(Command::InputMode::Pipe);
    CommandReply *const reply = spawner().aspawn(command);
    CommandSpy spy(reply);
    QSignalSpy written(reply, &CommandReply::standardInputWritten);
    QCOMPARE(reply->write(QByteArray(10 * MiB, 'i')), 10 * MiB);
    reply->closeStandardInput();
    QCOMPARE(reply->write("more"), -1);
    QTRY_VERIFY_WITH_TIMEOUT(!written.isEmpty() && spy.hasStarted(), CommandSpy::Patience);
    QVERIFY(reply->bytesToWrite() >= 10 * MiB - PipeSize);
    reply->cancel();
    QVERIFY(spy.waitForGone());
    QCOMPARE(spy.result().error, Error::Cancelled);
    QCOMPARE(spy.result().signalNumber, SIGTERM);
}

void BackPressureTest::f61_theReplyKnowsThatNobodyReads()
{
    Command command(testChild({u"close-stdin-sleep"_s, u"20000"_s, u"0"_s}));
    command.setStandardInputMode(Command::InputMode::Pipe);
    CommandReply *const reply = spawner().aspawn(command);
    CommandSpy spy(reply);
    QCOMPARE(reply->write(QByteArray(10 * MiB, 'i')), 10 * MiB);
    QTRY_COMPARE_WITH_TIMEOUT(reply->bytesToWrite(), 0, CommandSpy::Patience);
    QCOMPARE(reply->write("more"), -1);
    QVERIFY(!reply->isFinished());
    reply->kill();
    QVERIFY(spy.waitForGone());
    QCOMPARE(spy.result().standardInputError, EPIPE);
}

static QByteArray variedBytes(qint64 size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    quint32 state = 1;
    for (char &byte : bytes) {
        state = state * 1664525 + 1013904223;
        byte = static_cast<char>(state >> 24);
    }
    return bytes;
}

// Neither side holds more than it has to, and nothing is lost, doubled or out of order.
void BackPressureTest::bothDirectionsAtOnce()
{
    const QByteArray sent = variedBytes(8 * MiB + 12345);
    Command command(testChild({u"echo"_s}));
    command.setStandardInputMode(Command::InputMode::Pipe);
    command.setStandardOutputMode(Command::OutputMode::Stream);
    command.setStreamBufferSize(100'000);
    CommandReply *const reply = spawner().aspawn(command);
    reply->setAutoDelete(false);
    QByteArray received;
    qint64 offset = 0;
    qint64 largest = 0;
    const auto writeMore = [&] {
        while (offset < sent.size() && reply->bytesToWrite() < 200'000) {
            const QByteArray piece = sent.mid(offset, 70'001);
            QCOMPARE(reply->write(piece), piece.size());
            offset += piece.size();
        }
        if (offset == sent.size())
            reply->closeStandardInput();
    };
    connect(reply, &CommandReply::standardInputWritten, reply, writeMore);
    connect(reply, &CommandReply::readyReadStandardOutput, reply, [&] {
        const QByteArray piece = reply->readAllStandardOutput();
        largest = std::max<qint64>(largest, piece.size());
        received += piece;
    });
    writeMore();
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), CommandSpy::Patience);
    received += reply->readAllStandardOutput();
    QVERIFY(received == sent);
    QVERIFY2(largest <= 100'000 + PipeSize, qPrintable(QString::number(largest)));
    QVERIFY(reply->result().isSuccess());
    QCOMPARE(reply->result().standardInputError, 0);
    QCOMPARE(reply->bytesToWrite(), 0);
    delete reply;
}

void BackPressureTest::aPausedReaderHoldsUpTheWriter()
{
    const QByteArray sent = variedBytes(4 * MiB);
    Command command(testChild({u"echo"_s}));
    command.setStandardInputMode(Command::InputMode::Pipe);
    command.setStandardOutputMode(Command::OutputMode::Stream);
    command.setStreamBufferSize(64 << 10);
    CommandReply *const reply = spawner().aspawn(command);
    reply->setAutoDelete(false);
    QSignalSpy ready(reply, &CommandReply::readyReadStandardOutput);
    reply->write(sent);
    reply->closeStandardInput();
    QTRY_VERIFY_WITH_TIMEOUT(!ready.isEmpty(), CommandSpy::Patience);
    QVERIFY(timeOfOthers() >= 0);
    // Two pipes, what is read ahead, and what the command itself holds.
    QVERIFY(reply->bytesToWrite() >= 4 * MiB - 2 * PipeSize - (64 << 10) - (64 << 10));
    QVERIFY(!reply->isFinished());

    QByteArray received = reply->readAllStandardOutput();
    connect(reply, &CommandReply::readyReadStandardOutput, reply,
            [&] { received += reply->readAllStandardOutput(); });
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), CommandSpy::Patience);
    received += reply->readAllStandardOutput();
    QVERIFY(received == sent);
    delete reply;
}

QTEST_GUILESS_MAIN(BackPressureTest)
#include "tst_backpressure.moc"
