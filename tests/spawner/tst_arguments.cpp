// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>

#include "common/commandspy.h"
#include "common/programfolder.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <QtTest/QTest>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Spawn;
using Error = CommandResult::Error;
using Stage = CommandResult::Stage;

// Every byte of argv, environment and directory arrives as it is, or the kernel says that it is
// too much.
class ArgumentsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void f47_f49_arguments_data();
    void f47_f49_arguments();
    void f47_f49_environment_data();
    void f47_f49_environment();
    void f47_inheritedEnvironment();
    void f47_programAndDirectory();
    void f47_applicationsDirectory();
    void f49_emptyProgram();
    void f48_f49_refused_data();
    void f48_f49_refused();
    void f46_theKernelsLimits_data();
    void f46_theKernelsLimits();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    SpawnerFixture m_fixture;
    ProgramFolder m_folder;
};

static QByteArray everyByteBut(char excluded)
{
    QByteArray bytes;
    for (int byte = 1; byte < 256; ++byte) {
        if (static_cast<char>(byte) != excluded)
            bytes.append(static_cast<char>(byte));
    }
    return bytes;
}

static QByteArray everyByte()
{
    return everyByteBut('\0');
}

static Command childCommand(const QList<QByteArray> &words)
{
    return Command::fromBytes(QList<QByteArray>{QFile::encodeName(testChildProgram())} + words);
}

void ArgumentsTest::f47_f49_arguments_data()
{
    QTest::addColumn<QList<QByteArray>>("arguments");

    QList<QByteArray> single;
    for (const char byte : everyByte())
        single.append(QByteArray(1, byte));
    QTest::newRow("every byte in one") << QList<QByteArray>{everyByte()};
    QTest::newRow("every byte in one of its own") << single;
    QTest::newRow("invalid UTF-8")
        << QList<QByteArray>{"\x80", "\xc3", "\xed\xa0\x80", "\xff\xfe", "a\xf5z"};
    QTest::newRow("one empty") << QList<QByteArray>{""};
    QTest::newRow("empty ones between others") << QList<QByteArray>{"", "a", "", "", "b", ""};
    QTest::newRow("white space and quotes")
        << QList<QByteArray>{" ", "\n", "\t\r", "'", "\"", "\\", "a b", "$HOME", "*"};
    QTest::newRow("many") << QList<QByteArray>(20000, "x");
    QTest::newRow("a long one") << QList<QByteArray>{QByteArray(100000, '\xfe')};
}

void ArgumentsTest::f47_f49_arguments()
{
    QFETCH(QList<QByteArray>, arguments);
    const CommandResult result
        = runCommand(spawner(), childCommand(QList<QByteArray>{"args"} + arguments));
    QVERIFY2(result.isSuccess(), qPrintable(result.errorString()));
    const QList<QByteArray> arrived = fromHexLines(result.standardOutput);
    QCOMPARE(arrived[0], QFile::encodeName(testChildProgram()));
    QCOMPARE(arrived.mid(2), arguments);
}

void ArgumentsTest::f47_f49_environment_data()
{
    QTest::addColumn<QList<QByteArray>>("environment");

    QTest::newRow("empty") << QList<QByteArray>();
    QTest::newRow("every byte in a value") << QList<QByteArray>{"KEY=" + everyByte()};
    QTest::newRow("every byte in a key") << QList<QByteArray>{everyByteBut('=') + "=value"};
    QTest::newRow("invalid UTF-8") << QList<QByteArray>{"\x80\xff=\xc3", "A=\xed\xa0\x80"};
    QTest::newRow("an empty value") << QList<QByteArray>{"EMPTY="};
    QTest::newRow("a value with equals signs") << QList<QByteArray>{"A=b=c=", "B=="};
    QTest::newRow("the same key twice") << QList<QByteArray>{"A=1", "B=2", "A=3", "A=1"};
    QTest::newRow("not sorted") << QList<QByteArray>{"Z=1", "A=2", "M=3"};
    QTest::newRow("many") << QList<QByteArray>(5000, "NAME=a value");
}

void ArgumentsTest::f47_f49_environment()
{
    QFETCH(QList<QByteArray>, environment);
    Command command = childCommand({"env"});
    command.setEnvironmentBytes(environment);
    const CommandResult result = runCommand(spawner(), command);
    QVERIFY2(result.isSuccess(), qPrintable(result.errorString()));
    QCOMPARE(fromHexLines(result.standardOutput), environment);
}

void ArgumentsTest::f47_inheritedEnvironment()
{
    const QByteArray key = "TST\xff\x80";
    const QByteArray value = everyByte();
    const auto cleanUp = qScopeGuard([&key] { unsetenv(key.constData()); });
    QCOMPARE(setenv(key.constData(), value.constData(), 1), 0);
    QList<QByteArray> expected;
    for (char **variable = environ; *variable != nullptr; ++variable)
        expected.append(*variable);
    const CommandResult result = runCommand(spawner(), childCommand({"env"}));
    QCOMPARE(fromHexLines(result.standardOutput), expected);
    QVERIFY(expected.contains(key + '=' + value));
}

// A file name has at most 255 bytes, and no slash.
void ArgumentsTest::f47_programAndDirectory()
{
    const QByteArray name = everyByteBut('/');
    const QByteArray folder = m_folder.bytes() + '/' + name;
    QCOMPARE(mkdir(folder.constData(), 0755), 0);
    const QByteArray program = folder + '/' + name;
    QVERIFY(QFile::copy(testChildProgram(), m_folder.path(u"copy"_s)));
    QCOMPARE(rename(m_folder.bytes(u"copy"_s).constData(), program.constData()), 0);
    // What Qt cannot name it cannot remove either.
    const auto cleanUp = qScopeGuard([&] {
        unlink(program.constData());
        rmdir(folder.constData());
    });

    const CommandResult byPath = runCommand(spawner(), Command::fromBytes({program, "args"}));
    QVERIFY2(byPath.isSuccess(), qPrintable(byPath.errorString()));
    QCOMPARE(fromHexLines(byPath.standardOutput), (QList<QByteArray>{program, "args"}));

    // In a PATH as well, without its separator.
    Command bare = Command::fromBytes({name, "args"});
    const QByteArray linked = m_folder.bytes() + '/' + QByteArray(name).replace(':', "");
    QCOMPARE(symlink(folder.constData(), linked.constData()), 0);
    const auto unlinkIt = qScopeGuard([&linked] { unlink(linked.constData()); });
    bare.setEnvironmentBytes({"PATH=" + linked});
    const CommandResult found = runCommand(spawner(), bare);
    QVERIFY2(found.isSuccess(), qPrintable(found.errorString()));
    QCOMPARE(fromHexLines(found.standardOutput), (QList<QByteArray>{name, "args"}));
}

void ArgumentsTest::f47_applicationsDirectory()
{
    const QByteArray folder = m_folder.bytes() + '/' + everyByteBut('/');
    QCOMPARE(mkdir(folder.constData(), 0755), 0);
    const QString before = QDir::currentPath();
    QCOMPARE(chdir(folder.constData()), 0);
    const CommandResult result = runCommand(spawner(), childCommand({"cwd"}));
    const bool isBack = QDir::setCurrent(before);
    rmdir(folder.constData());
    QVERIFY(isBack);
    QCOMPARE(result.standardOutput, folder);

    // Text is UTF-8.
    const QString name = u"gr\u00fc\u00dfe \U0001F600"_s;
    QVERIFY(m_folder.makeFolder(name));
    Command command = childCommand({"cwd"});
    command.setWorkingDirectory(m_folder.path(name));
    QCOMPARE(runCommand(spawner(), command).standardOutput, m_folder.path(name).toUtf8());
}

void ArgumentsTest::f49_emptyProgram()
{
    const CommandResult result = runCommand(spawner(), Command::fromBytes({"", "x"}));
    QCOMPARE(result.error, Error::FailedToStart);
    QCOMPARE(result.stage, Stage::Exec);
    QCOMPARE(result.systemError, ENOENT);
    QVERIFY2(result.errorString().contains("\"\""_L1), qPrintable(result.errorString()));
}

void ArgumentsTest::f48_f49_refused_data()
{
    QTest::addColumn<Command>("command");
    QTest::addColumn<QString>("text");

    const QByteArray nul("a\0b", 3);
    const auto withEnvironment = [](const QList<QByteArray> &environment) {
        Command command({u"true"_s});
        command.setEnvironmentBytes(environment);
        return command;
    };
    QTest::newRow("NUL in the program")
        << Command::fromBytes({nul}) << u"\"argv[0]\" contains a NUL byte"_s;
    QTest::newRow("NUL in an argument")
        << Command::fromBytes({"true", "", nul}) << u"\"argv[2]\" contains a NUL byte"_s;
    QTest::newRow("NUL in a value")
        << withEnvironment({"A=1", "B=" + nul}) << u"\"environment[1]\" contains a NUL byte"_s;
    QTest::newRow("NUL in a key") << withEnvironment({nul + "=x"})
                                  << u"\"environment[0]\" contains a NUL byte"_s;
    QTest::newRow("no equals sign")
        << withEnvironment({"A=1", "B=2", "KEY"}) << u"\"environment[2]\" has no \"=\""_s;
    QTest::newRow("an empty variable")
        << withEnvironment({""}) << u"\"environment[0]\" has no \"=\""_s;
    QTest::newRow("an empty key") << withEnvironment({"A=1", "=x"})
                                  << u"\"environment[1]\" has an empty key"_s;
    Command directory({u"true"_s});
    directory.setWorkingDirectory(u"/tmp\0/x"_s);
    QTest::newRow("NUL in the directory")
        << directory << u"the working directory contains a NUL byte"_s;
    Command file({u"true"_s});
    file.setStandardOutputFile(u"/tmp/x\0y"_s);
    QTest::newRow("NUL in a file name")
        << file << u"the file name of standard output contains a NUL byte"_s;
}

void ArgumentsTest::f48_f49_refused()
{
    QFETCH(Command, command);
    const CommandResult result = runCommand(spawner(), command);
    QCOMPARE(result.error, Error::FailedToStart);
    QCOMPARE(result.stage, Stage::Validation);
    QCOMPARE(result.systemError, EINVAL);
    QTEST(result.errorString(), "text");
}

void ArgumentsTest::f46_theKernelsLimits_data()
{
    QTest::addColumn<int>("argumentSize");
    QTest::addColumn<int>("argumentCount");
    QTest::addColumn<int>("variableCount");
    QTest::addColumn<bool>("runs");

    // With a stack of 8 MiB all together has 2 MiB, and one string 128 KiB with its NUL.
    QTest::newRow("the largest argument") << 131071 << 1 << 0 << true;
    QTest::newRow("one byte more") << 131072 << 1 << 0 << false;
    QTest::newRow("15 large ones") << 131000 << 15 << 0 << true;
    QTest::newRow("17 large ones") << 131000 << 17 << 0 << false;
    QTest::newRow("a large environment") << 0 << 0 << 14 << true;
    QTest::newRow("an environment of 3 MiB") << 0 << 0 << 24 << false;
    QTest::newRow("both together") << 131000 << 9 << 8 << false;
    QTest::newRow("many small ones") << 1 << 250000 << 0 << false;
    QTest::newRow("one of 4 MiB") << (4 << 20) << 1 << 0 << false;
    QTest::newRow("more than a message holds") << 131000 << 80 << 0 << false;
    QTest::newRow("one that is more than a message holds") << (20 << 20) << 1 << 0 << false;
}

void ArgumentsTest::f46_theKernelsLimits()
{
    QFETCH(int, argumentSize);
    QFETCH(int, argumentCount);
    QFETCH(int, variableCount);
    QFETCH(bool, runs);
    const QList<QByteArray> arguments(argumentCount, QByteArray(argumentSize, 'a'));
    QList<QByteArray> environment;
    for (int i = 0; i < variableCount; ++i)
        environment.append('V' + QByteArray::number(i) + '=' + QByteArray(131000, 'e'));
    Command command = childCommand(QList<QByteArray>{"chain", "args", "--", "env"} + arguments);
    command.setEnvironmentBytes(environment);
    rlimit stack{};
    QCOMPARE(getrlimit(RLIMIT_STACK, &stack), 0);
    command.setResourceLimit(RLIMIT_STACK, 8 << 20, stack.rlim_max);

    const CommandResult result = runCommand(spawner(), command);
    if (runs) {
        QVERIFY2(result.isSuccess(), qPrintable(result.errorString()));
        QVERIFY(fromHexLines(result.standardOutput).mid(5) == arguments + environment);
        return;
    }
    QCOMPARE(result.error, Error::FailedToStart);
    QCOMPARE(result.stage, Stage::Exec);
    QCOMPARE(result.systemError, E2BIG);
    QCOMPARE(result.processId, 0);
    QVERIFY2(result.errorString().contains(testChildProgram()), qPrintable(result.errorString()));
    // It was refused alone: the next one runs, on the same helper.
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    QVERIFY(spawner().restartHistory().isEmpty());
}

QTEST_GUILESS_MAIN(ArgumentsTest)
#include "tst_arguments.moc"
