// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/resulttable.h"

#include "models/terminaltext.h"

#include <QtTest/QtTest>

#include <csignal>

using namespace std::chrono_literals;
using Spawn::CommandOutcome;
using Spawn::CommandResult;

static CommandOutcome outcome(int line, const QList<QByteArray> &argv)
{
    CommandOutcome outcome;
    outcome.line = line;
    outcome.argv = argv;
    outcome.result.exitCode = 0;
    outcome.result.processId = 1000;
    outcome.result.elapsed = 2ms;
    outcome.result.usage.peakMemory = 2048;
    return outcome;
}

static CommandOutcome failed(int line, const QByteArray &errorTail)
{
    CommandOutcome result = outcome(line, {"false"});
    result.result.error = CommandResult::Error::NonZeroExit;
    result.result.exitCode = 1;
    result.errorTail = errorTail;
    return result;
}

class ResultTableTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void alignsItsColumns();
    void tellsHowEachEnded_data();
    void tellsHowEachEnded();
    void showsLastWordsOfThoseThatFailed();
    void fitsTheWidth();
    void summary();
};

void ResultTableTest::alignsItsColumns()
{
    CommandOutcome crashed = outcome(12, {"a b", "c"});
    crashed.result.error = CommandResult::Error::Crashed;
    crashed.result.exitCode = -1;
    crashed.result.signalNumber = SIGSEGV;
    QCOMPARE(Spawn::resultTable({outcome(3, {"ls", "-l"}), crashed}, 0),
             QByteArray("LINE  STATE    EXIT        TIME     PEAK  COMMAND\n"
                        "   3  ok       0        2.00 ms  2.0 KiB  ls -l\n"
                        "  12  crashed  SIGSEGV  2.00 ms  2.0 KiB  'a b' c\n"));
}

void ResultTableTest::tellsHowEachEnded_data()
{
    using Error = CommandResult::Error;
    QTest::addColumn<Error>("error");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<int>("signalNumber");
    QTest::addColumn<int>("systemError");
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("exit");

    QTest::newRow("success") << Error::NoError << 0 << 0 << 0 << u"ok"_qs << u"0"_qs;
    QTest::newRow("exit code") << Error::NonZeroExit << 7 << 0 << 0 << u"failed"_qs << u"7"_qs;
    QTest::newRow("signal") << Error::Crashed << -1 << SIGKILL << 0 << u"crashed"_qs
                            << u"SIGKILL"_qs;
    QTest::newRow("real-time signal")
        << Error::Crashed << -1 << SIGRTMIN + 2 << 0 << u"crashed"_qs << u"SIGRTMIN+2"_qs;
    QTest::newRow("errno") << Error::FailedToStart << -1 << 0 << ENOENT << u"not started"_qs
                           << u"No such file or directory"_qs;
    QTest::newRow("timeout") << Error::TimedOut << -1 << SIGTERM << 0 << u"timed out"_qs
                             << u"SIGTERM"_qs;
    QTest::newRow("timeout, it exited by itself")
        << Error::TimedOut << 5 << 0 << 0 << u"timed out"_qs << u"5"_qs;
    QTest::newRow("cancelled in the queue")
        << Error::Cancelled << -1 << 0 << 0 << u"cancelled"_qs << u"-"_qs;
    QTest::newRow("output limit") << Error::OutputLimitExceeded << -1 << SIGTERM << 0
                                  << u"output limit"_qs << u"SIGTERM"_qs;
    QTest::newRow("destroyed") << Error::Destroyed << -1 << SIGKILL << 0 << u"destroyed"_qs
                               << u"SIGKILL"_qs;
    QTest::newRow("unknown") << Error::StatusUnknown << -1 << 0 << 0 << u"unknown"_qs << u"-"_qs;
}

void ResultTableTest::tellsHowEachEnded()
{
    QFETCH(CommandResult::Error, error);
    QFETCH(QString, state);
    QFETCH(QString, exit);
    CommandOutcome row = outcome(1, {"x"});
    row.result.error = error;
    row.result.stage = error == CommandResult::Error::FailedToStart ? CommandResult::Stage::Exec
                                                                    : CommandResult::Stage::None;
    QFETCH(int, exitCode);
    row.result.exitCode = exitCode;
    QFETCH(int, signalNumber);
    row.result.signalNumber = signalNumber;
    QFETCH(int, systemError);
    row.result.systemError = systemError;
    const QString table = QString::fromUtf8(Spawn::resultTable({row}, 0));
    const QString line = table.section(u'\n', 1, 1);
    QVERIFY2(line.startsWith(u"   1  "_qs + state + u"  "_qs), qPrintable(line));
    QVERIFY2(line.contains(u"  "_qs + exit + u"  "_qs), qPrintable(line));
}

void ResultTableTest::showsLastWordsOfThoseThatFailed()
{
    CommandOutcome good = outcome(1, {"true"});
    good.errorTail = "a warning";
    const QByteArray table = Spawn::resultTable({good, failed(2, "first\n\x1b[1msecond")}, 0);
    QVERIFY(!table.contains("a warning"));
    QVERIFY(table.endsWith("false\n      | first\n      | \\x1b[1msecond\n"));
}

void ResultTableTest::fitsTheWidth()
{
    const QByteArray word(300, 'w');
    const QByteArray table = Spawn::resultTable({outcome(1, {word}), failed(2, word)}, 80);
    int elided = 0;
    for (const QString &line : QString::fromUtf8(table).split(u'\n')) {
        QVERIFY(Spawn::displayWidth(line) <= 80);
        elided += line.endsWith(u'…') ? 1 : 0;
    }
    QCOMPARE(elided, 2);
    QVERIFY(Spawn::resultTable({outcome(1, {word})}, 0).contains(word));
}

void ResultTableTest::summary()
{
    QCOMPARE(Spawn::summaryText({3, 0, 2, 1}, 1500ms),
             QByteArray("3 commands: 2 ok, 1 not, in 1.50 s\n"));
    QCOMPARE(Spawn::summaryText({1, 0, 1, 0}, 5ms),
             QByteArray("1 command: 1 ok, 0 not, in 5.00 ms\n"));
}

QTEST_GUILESS_MAIN(ResultTableTest)
#include "tst_resulttable.moc"
