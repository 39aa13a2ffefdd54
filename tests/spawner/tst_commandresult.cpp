// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/commandresult.h>

#include <QtTest/QTest>

#include <cerrno>
#include <csignal>

using namespace Qt::StringLiterals;
using namespace Spawn;

using Error = CommandResult::Error;

class CommandResultTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isASuccessByDefault();
    void tellsWhatHappened_data();
    void tellsWhatHappened();
    void onlyNoErrorIsASuccess();
};

static CommandResult resultWith(Error error)
{
    CommandResult result;
    result.error = error;
    result.processId = 4711;
    return result;
}

static CommandResult exitedWith(int code)
{
    CommandResult result = resultWith(Error::NonZeroExit);
    result.exitCode = code;
    return result;
}

static CommandResult killedBy(int signalNumber, bool coreDumped = false)
{
    CommandResult result = resultWith(Error::Crashed);
    result.signalNumber = signalNumber;
    result.coreDumped = coreDumped;
    return result;
}

static CommandResult limitExceeded(bool output, bool error)
{
    CommandResult result = resultWith(Error::OutputLimitExceeded);
    result.standardOutputTruncated = output;
    result.standardErrorTruncated = error;
    return result;
}

static CommandResult timedOutAfter(std::chrono::microseconds elapsed)
{
    CommandResult result = resultWith(Error::TimedOut);
    result.elapsed = elapsed;
    result.signalNumber = SIGTERM;
    return result;
}

static CommandResult failedToRun(const QString &culprit)
{
    CommandResult result = resultWith(Error::FailedToStart);
    result.processId = 0;
    result.stage = CommandResult::Stage::Exec;
    result.systemError = ENOENT;
    result.culprit = culprit;
    return result;
}

static CommandResult cancelledBeforeItRan()
{
    CommandResult result = resultWith(Error::Cancelled);
    result.processId = 0;
    return result;
}

void CommandResultTest::isASuccessByDefault()
{
    const CommandResult result;
    QVERIFY(result.isSuccess());
    QCOMPARE(result.exitCode, -1);
    QCOMPARE(result.signalNumber, 0);
}

void CommandResultTest::tellsWhatHappened_data()
{
    QTest::addColumn<CommandResult>("result");
    QTest::addColumn<QString>("text");

    QTest::newRow("success") << CommandResult() << QString();
    QTest::newRow("exits with 2") << exitedWith(2) << u"child exited with status 2"_s;
    QTest::newRow("exits with 255") << exitedWith(255) << u"child exited with status 255"_s;
    QTest::newRow("killed by SIGUSR2") << killedBy(SIGUSR2) << u"child killed by signal SIGUSR2"_s;
    QTest::newRow("killed by SIGSEGV, core dumped")
        << killedBy(SIGSEGV, true) << u"child killed by signal SIGSEGV (core dumped)"_s;
    QTest::newRow("killed by a real-time signal")
        << killedBy(SIGRTMIN + 3) << u"child killed by signal SIGRTMIN+3"_s;
    QTest::newRow("does not start")
        << failedToRun(u"\"no-such\""_s) << u"cannot run \"no-such\": No such file or directory"_s;
    QTest::newRow("timed out") << timedOutAfter(std::chrono::microseconds(250999))
                               << u"timed out after 250 ms"_s;
    QTest::newRow("too much output")
        << limitExceeded(true, false) << u"standard output exceeded its limit"_s;
    QTest::newRow("too much error output")
        << limitExceeded(false, true) << u"standard error exceeded its limit"_s;
    QTest::newRow("too much of both")
        << limitExceeded(true, true)
        << u"standard output and standard error exceeded their limit"_s;
    QTest::newRow("cancelled") << resultWith(Error::Cancelled) << u"the command was cancelled"_s;
    QTest::newRow("cancelled before it ran")
        << cancelledBeforeItRan() << u"the command was cancelled before it ran"_s;
    QTest::newRow("destroyed") << resultWith(Error::Destroyed) << u"worker process was destroyed"_s;
    QTest::newRow("unknown") << resultWith(Error::StatusUnknown)
                             << u"the command has ended, and its exit status is not known"_s;
}

void CommandResultTest::tellsWhatHappened()
{
    QFETCH(CommandResult, result);
    QTEST(result.errorString(), "text");
}

void CommandResultTest::onlyNoErrorIsASuccess()
{
    const auto errors = QMetaEnum::fromType<Error>();
    for (int i = 0; i < errors.keyCount(); ++i) {
        const CommandResult result = resultWith(static_cast<Error>(errors.value(i)));
        QCOMPARE(result.isSuccess(), result.error == Error::NoError);
        QCOMPARE(result.errorString().isEmpty(), result.isSuccess());
    }
}

QTEST_GUILESS_MAIN(CommandResultTest)
#include "tst_commandresult.moc"
