// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/leftovers.h"

#include <spawner/command.h>

#include <QtCore/QFile>
#include <QtTest/QTest>

#include <fcntl.h>

using namespace Qt::StringLiterals;
using namespace Spawn;

class CommandTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void hasTheDocumentedDefaults();
    void takesTextAsUtf8();
    void takesBytesAsTheyAre();
    void runsALineInTheShell();
    void environment_data();
    void environment();
    void keepsForeignBytesOfTheOwnEnvironment();
    void theLastInputCounts();
    void showsOutputModes_data();
    void showsOutputModes();
    void copiesAreIndependent();
    void keepsNumbers();
    void duplicatesDescriptorsAtOnce();
    void takesABadDescriptorWithoutComplaint();
};

static QProcessEnvironment environmentOf(std::initializer_list<std::pair<QString, QString>> list)
{
    QProcessEnvironment environment;
    for (const auto &[key, value] : list)
        environment.insert(key, value);
    return environment;
}

static int openDescriptorCount()
{
    int count = 0;
    for (int fd = 0; fd < 1024; ++fd)
        count += fcntl(fd, F_GETFD) >= 0 ? 1 : 0;
    return count;
}

void CommandTest::hasTheDocumentedDefaults()
{
    const Command command({u"true"_s});
    QVERIFY(command.inheritsEnvironment());
    QVERIFY(command.workingDirectory().isEmpty());
    QCOMPARE(command.standardInputMode(), Command::InputMode::Null);
    QCOMPARE(command.standardOutputMode(), Command::OutputMode::Capture);
    QCOMPARE(command.standardErrorMode(), Command::OutputMode::Capture);
    QVERIFY(!command.mergedOutput());
    QCOMPARE(command.outputLimit(), 64 << 20);
    QCOMPARE(command.streamBufferSize(), 1 << 20);
    QCOMPARE(command.timeout().count(), 0);
    QCOMPARE(command.queueTimeout().count(), 0);
    QCOMPARE(command.killSignal(), SIGTERM);
    QCOMPARE(command.killDelay().count(), 2000);
    QCOMPARE(command.drainTimeout().count(), 100);
    QCOMPARE(command.priority(), 0);
    QVERIFY(!command.isDetached());
    QVERIFY(!command.isSecret());
}

void CommandTest::takesTextAsUtf8()
{
    const Command command({u"gr\u00fc\u00dfe"_s, u""_s, u"\U0001F600"_s});
    QCOMPARE(command.program(), u"gr\u00fc\u00dfe"_s);
    QCOMPARE(command.arguments(),
             (QList<QByteArray>{"gr\xc3\xbc\xc3\x9f"
                                "e",
                                "", "\xf0\x9f\x98\x80"}));
}

void CommandTest::takesBytesAsTheyAre()
{
    const QList<QByteArray> argv{"", "\xff\xfe", QByteArray("a\0b", 3)};
    QCOMPARE(Command::fromBytes(argv).arguments(), argv);
    QVERIFY(Command::fromBytes({}).arguments().isEmpty());
    QVERIFY(Command::fromBytes({}).program().isEmpty());
}

void CommandTest::runsALineInTheShell()
{
    QCOMPARE(Command::shell(u"echo \"a b\" | wc"_s).arguments(),
             (QList<QByteArray>{"/bin/sh", "-c", "echo \"a b\" | wc"}));
}

void CommandTest::environment_data()
{
    QTest::addColumn<QProcessEnvironment>("environment");
    QTest::addColumn<bool>("inherits");
    QTest::addColumn<QList<QByteArray>>("expected");

    QTest::newRow("inherits from the parent")
        << QProcessEnvironment(QProcessEnvironment::InheritFromParent) << true
        << QList<QByteArray>();
    QTest::newRow("an empty one is empty") << QProcessEnvironment() << false << QList<QByteArray>();
    QTest::newRow("one variable") << environmentOf({{u"USER"_s, u"x"_s}}) << false
                                  << QList<QByteArray>{"USER=x"};
    QTest::newRow("an empty value")
        << environmentOf({{u"EMPTY"_s, u""_s}}) << false << QList<QByteArray>{"EMPTY="};
    QTest::newRow("a value with an equals sign")
        << environmentOf({{u"A"_s, u"b=c"_s}}) << false << QList<QByteArray>{"A=b=c"};
    QTest::newRow("not ASCII") << environmentOf({{u"A"_s, u"\u00fc"_s}}) << false
                               << QList<QByteArray>{"A=\xc3\xbc"};
}

void CommandTest::environment()
{
    QFETCH(QProcessEnvironment, environment);
    Command command({u"true"_s});
    command.setEnvironmentBytes({"REPLACED=1"});
    command.setEnvironment(environment);
    QTEST(command.inheritsEnvironment(), "inherits");
    QTEST(command.environment(), "expected");
}

void CommandTest::keepsForeignBytesOfTheOwnEnvironment()
{
    qputenv("TST_COMMAND_BYTES", "\xff\xfe");
    const auto cleanUp = qScopeGuard([] { qunsetenv("TST_COMMAND_BYTES"); });
    Command command({u"true"_s});
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    command.setEnvironment(environment);
    QVERIFY(command.environment().contains("TST_COMMAND_BYTES=\xff\xfe"));

    environment.insert(u"TST_COMMAND_BYTES"_s, u"changed"_s);
    command.setEnvironment(environment);
    QVERIFY(command.environment().contains("TST_COMMAND_BYTES=changed"));
}

void CommandTest::theLastInputCounts()
{
    Command command({u"true"_s});
    command.setStandardInput("text");
    QCOMPARE(command.standardInputMode(), Command::InputMode::Pipe);
    command.setStandardInputMode(Command::InputMode::Inherit);
    QCOMPARE(command.standardInputMode(), Command::InputMode::Inherit);
    command.setStandardInputMode(Command::InputMode::Pipe);
    QCOMPARE(command.standardInputMode(), Command::InputMode::Pipe);
    command.setStandardInputFile(u"/dev/zero"_s);
    QCOMPARE(command.standardInputMode(), Command::InputMode::Null);
}

void CommandTest::showsOutputModes_data()
{
    QTest::addColumn<Command::OutputMode>("mode");
    QTest::newRow("captured") << Command::OutputMode::Capture;
    QTest::newRow("streamed") << Command::OutputMode::Stream;
    QTest::newRow("inherited") << Command::OutputMode::Inherit;
    QTest::newRow("thrown away") << Command::OutputMode::Null;
}

void CommandTest::showsOutputModes()
{
    QFETCH(Command::OutputMode, mode);
    Command command({u"true"_s});
    command.setStandardOutputMode(mode);
    QCOMPARE(command.standardOutputMode(), mode);
    QCOMPARE(command.standardErrorMode(), Command::OutputMode::Capture);
    command.setStandardErrorMode(mode);
    QCOMPARE(command.standardErrorMode(), mode);

    command.setStandardOutputFile(u"/dev/null"_s);
    QCOMPARE(command.standardOutputMode(), Command::OutputMode::Null);
    command.setStandardOutputMode(mode);
    QCOMPARE(command.standardOutputMode(), mode);
}

void CommandTest::copiesAreIndependent()
{
    Command original({u"true"_s});
    original.setLabel(u"first"_s);
    Command copy = original;
    copy.setLabel(u"second"_s);
    copy.setEnvironmentBytes({"A=1"});
    QCOMPARE(original.label(), u"first"_s);
    QVERIFY(original.inheritsEnvironment());

    const Command moved = std::move(copy);
    QCOMPARE(moved.label(), u"second"_s);
    original = moved;
    QCOMPARE(original.environment(), QList<QByteArray>{"A=1"});
}

void CommandTest::keepsNumbers()
{
    using namespace std::chrono_literals;
    Command command({u"true"_s});
    command.setOutputLimit(1);
    command.setStreamBufferSize(2);
    command.setTimeout(3ms);
    command.setQueueTimeout(4ms);
    command.setKillDelay(5ms);
    command.setDrainTimeout(6ms);
    command.setKillSignal(SIGINT);
    command.setNiceLevel(7);
    command.setPriority(-8);
    command.setMergedOutput(true);
    command.setDetached(true);
    command.setSecret(true);
    command.setWorkingDirectory(u"/tmp/\u00fc"_s);
    QCOMPARE(command.outputLimit(), 1);
    QCOMPARE(command.streamBufferSize(), 2);
    QCOMPARE(command.timeout(), 3ms);
    QCOMPARE(command.queueTimeout(), 4ms);
    QCOMPARE(command.killDelay(), 5ms);
    QCOMPARE(command.drainTimeout(), 6ms);
    QCOMPARE(command.killSignal(), SIGINT);
    QCOMPARE(command.niceLevel(), 7);
    QCOMPARE(command.priority(), -8);
    QVERIFY(command.mergedOutput());
    QVERIFY(command.isDetached());
    QVERIFY(command.isSecret());
    QCOMPARE(command.workingDirectory(), u"/tmp/\u00fc"_s);
}

void CommandTest::duplicatesDescriptorsAtOnce()
{
    const Leftovers leftovers;
    const int before = openDescriptorCount();
    int pipeEnds[2];
    QCOMPARE(pipe2(pipeEnds, O_CLOEXEC), 0);
    {
        Command command({u"true"_s});
        command.setDescriptor(3, pipeEnds[1]);
        close(pipeEnds[1]);
        QCOMPARE(openDescriptorCount(), before + 2);

        // Nobody but the command holds the end for writing.
        char byte = 0;
        fcntl(pipeEnds[0], F_SETFL, O_NONBLOCK);
        QCOMPARE(read(pipeEnds[0], &byte, 1), -1);
        QCOMPARE(errno, EAGAIN);

        const Command copy = command;
        command.setLabel(u"detached"_s);
        QCOMPARE(openDescriptorCount(), before + 2); // copies share it
    }
    char byte = 0;
    QCOMPARE(read(pipeEnds[0], &byte, 1), 0);
    close(pipeEnds[0]);
    QCOMPARE(leftovers.check(), QString());
}

void CommandTest::takesABadDescriptorWithoutComplaint()
{
    const int before = openDescriptorCount();
    Command command({u"true"_s});
    command.setDescriptor(3, -1);
    command.setDescriptor(4, 1 << 20);
    QCOMPARE(openDescriptorCount(), before);
}

QTEST_GUILESS_MAIN(CommandTest)
#include "tst_command.moc"
