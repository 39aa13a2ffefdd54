// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/commandfilter.h"

#include "models/commandtext.h"
#include "models/outputlines.h"
#include "models/signallist.h"

#include <QtTest/QtTest>

#include <cerrno>
#include <csignal>

using namespace Spawn;
using State = CommandReply::State;
using Error = CommandResult::Error;

Q_DECLARE_METATYPE(Spawn::CommandGroup)

class CommandFilterTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void groups_data();
    void groups();
    void chipAndQuery();
    void words();
    void times();
    void output_data();
    void output();
    void listsSignals();
};

static CommandSnapshot made(State state, Error error = Error::NoError)
{
    CommandSnapshot command;
    command.id = 1;
    command.state = state;
    command.error = error;
    return command;
}

void CommandFilterTest::groups_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<int>("error");
    QTest::addColumn<CommandGroup>("group");
    const auto row = [](const char *name, State state, Error error, CommandGroup group) {
        QTest::newRow(name) << int(state) << int(error) << group;
    };
    row("Waiting", State::Queued, Error::NoError, CommandGroup::Waiting);
    row("Starting", State::Starting, Error::NoError, CommandGroup::Running);
    row("Running", State::Running, Error::NoError, CommandGroup::Running);
    row("Succeeded", State::Finished, Error::NoError, CommandGroup::Succeeded);
    row("Failed", State::Finished, Error::NonZeroExit, CommandGroup::Failed);
    row("Signal", State::Finished, Error::Crashed, CommandGroup::Failed);
    row("Not started", State::Finished, Error::FailedToStart, CommandGroup::Failed);
    row("Timed out", State::Finished, Error::TimedOut, CommandGroup::Failed);
    row("Output limit", State::Finished, Error::OutputLimitExceeded, CommandGroup::Failed);
    row("Unknown", State::Finished, Error::StatusUnknown, CommandGroup::Failed);
    row("Cancelled", State::Finished, Error::Cancelled, CommandGroup::Ended);
    row("Destroyed", State::Finished, Error::Destroyed, CommandGroup::Ended);
}

void CommandFilterTest::groups()
{
    QFETCH(int, state);
    QFETCH(int, error);
    QFETCH(CommandGroup, group);
    const CommandSnapshot command = made(State(state), Error(error));
    QCOMPARE(groupOf(command), group);
    QCOMPARE(stateWord(command), QString::fromLatin1(QTest::currentDataTag()));
}

void CommandFilterTest::chipAndQuery()
{
    CommandFilter filter;
    QVERIFY(filter.isEmpty());
    QVERIFY(filter.accepts(made(State::Running)));
    filter.group = CommandGroup::Failed;
    QVERIFY(!filter.isEmpty());
    QVERIFY(!filter.accepts(made(State::Running)));
    QVERIFY(filter.accepts(made(State::Finished, Error::TimedOut)));
    filter.query = CommandQuery::parsed(QStringLiteral("state:signal"));
    QVERIFY(!filter.accepts(made(State::Finished, Error::TimedOut)));
    QVERIFY(filter.accepts(made(State::Finished, Error::Crashed)));
}

void CommandFilterTest::words()
{
    CommandSnapshot command = made(State::Finished, Error::NonZeroExit);
    command.exitCode = 128;
    QCOMPARE(resultText(command), u"exit code 128"_qs);
    QCOMPARE(endText(command), u"Exited with code 128"_qs);
    command = made(State::Finished, Error::Crashed);
    command.signalNumber = SIGSEGV;
    command.coreDumped = true;
    QCOMPARE(resultText(command), u"SIGSEGV, core dumped"_qs);
    QCOMPARE(endText(command), u"Ended by SIGSEGV, core dumped"_qs);
    command = made(State::Finished, Error::FailedToStart);
    command.stage = CommandResult::Stage::Exec;
    command.systemError = ENOENT;
    QCOMPARE(resultText(command), u"exec: ENOENT"_qs);
    command = made(State::Finished, Error::Cancelled);
    QCOMPARE(endText(command), u"Cancelled"_qs);
    command.arguments = {QStringLiteral("sh"), QStringLiteral("-c"), QStringLiteral("a\x1b; b")};
    QCOMPARE(commandLine(command), u"sh -c $'a\\x1b; b'"_qs);
    command.secret = true;
    QCOMPARE(commandLine(command), u"hidden"_qs);
    for (const auto &[number, text] : {std::pair(1, "1st"),
                                       {2, "2nd"},
                                       {3, "3rd"},
                                       {4, "4th"},
                                       {11, "11th"},
                                       {12, "12th"},
                                       {13, "13th"},
                                       {21, "21st"},
                                       {101, "101st"},
                                       {111, "111th"}})
        QCOMPARE(ordinalText(number), QString::fromLatin1(text));
}

void CommandFilterTest::times()
{
    using namespace std::chrono_literals;
    CommandSnapshot command = made(State::Queued);
    command.submitted = 1'000;
    QCOMPARE(secondsText(waitedOf(command, 7'100), 2), u"6.10 s"_qs);
    QCOMPARE(secondsText(ranOf(command, 7'100), 1), QString());
    command.state = State::Running;
    command.queued = 10ms;
    command.started = 1'010;
    QCOMPARE(secondsText(waitedOf(command, 7'100), 2), u"0.01 s"_qs);
    QCOMPARE(secondsText(ranOf(command, 15'210), 1), u"14.2 s"_qs);
    QCOMPARE(secondsText(ranOf(command, 171'010), 1), u"2 m 50 s"_qs);
    command.residentMemory = 9 * 1024 * 1024;
    QCOMPARE(memoryText(memoryOf(command)), u"9 MiB"_qs);
    command = made(State::Finished, Error::FailedToStart);
    QCOMPARE(secondsText(ranOf(command, 0), 1), QString());
    QCOMPARE(memoryText(memoryOf(command)), QString());
}

void CommandFilterTest::output_data()
{
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<QStringList>("lines");
    QTest::newRow("none") << QByteArray() << QStringList();
    QTest::newRow("lines") << QByteArray("a\nb\r\n\nc")
                           << QStringList{u"a"_qs, u"b"_qs, u""_qs, u"c"_qs};
    QTest::newRow("colours") << QByteArray("\x1b[1;31mred\x1b[0m x\n") << QStringList{u"red x"_qs};
    QTest::newRow("title") << QByteArray("\x1b]0;owned\x07ok") << QStringList{u"ok"_qs};
    QTest::newRow("link") << QByteArray("\x1b]8;;http://x\x1b\\ok") << QStringList{u"ok"_qs};
    QTest::newRow("charset") << QByteArray("\x1b(Bok") << QStringList{u"ok"_qs};
    QTest::newRow("cut off") << QByteArray("ok\x1b[3") << QStringList{u"ok"_qs};
    QTest::newRow("overwritten") << QByteArray("10 %\r20 %\r30 %\n") << QStringList{u"30 %"_qs};
    QTest::newRow("control") << QByteArray("a\x01\xff z") << QStringList{u"a\\x01\\xff z"_qs};
    QTest::newRow("direction") << QByteArray("\xe2\x80\xae") << QStringList{u"\\u202e"_qs};
    QTest::newRow("no sequence") << QByteArray("\x1b[\x01") << QStringList{u"\\x1b[\\x01"_qs};
}

void CommandFilterTest::output()
{
    QFETCH(QByteArray, output);
    QFETCH(QStringList, lines);
    QCOMPARE(outputLines(output), lines);
}

void CommandFilterTest::listsSignals()
{
    QSet<int> numbers;
    int gaps = 0;
    for (const SignalChoice &choice : signalChoices()) {
        if (choice.number == 0) {
            ++gaps;
            continue;
        }
        QVERIFY(!numbers.contains(choice.number));
        numbers.insert(choice.number);
        QVERIFY(choice.name.startsWith(u"SIG"));
        QCOMPARE(choice.description.isEmpty(), choice.number >= SIGRTMIN);
    }
    QCOMPARE(gaps, 2);
    QCOMPARE(numbers.size(), 31 + SIGRTMAX - SIGRTMIN + 1);
}

QTEST_GUILESS_MAIN(CommandFilterTest)
#include "tst_commandfilter.moc"
