// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>

#include "common/commandspy.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <cerrno>

using namespace Qt::StringLiterals;
using namespace Spawn;
using Error = CommandResult::Error;
using Stage = CommandResult::Stage;

// What happens to one command: it is refused, it runs, it fails.
class AcceptanceTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void as01_refusedAtOnceWithoutAHelper_data();
    void as01_refusedAtOnceWithoutAHelper();
    void as02_echo();
    void as03_environmentOfTheCallerAtSubmit();
    void as04_replacedEnvironment_data();
    void as04_replacedEnvironment();
    void as05_exitCodeAndBothOutputs();
    void as06_signalAndBothOutputs();
    void as07_cannotBeRun_data();
    void as07_cannotBeRun();
    void as08_standardInputIsTheNullDevice();
    void as10_whatTheCallerChangesAfterSubmit();
    void as11_outputIsByteExact();
    void as21_outputLimit_data();
    void as21_outputLimit();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    SpawnerFixture m_fixture;
};

static Command commandWith(const QList<QByteArray> &argv, const QList<QByteArray> &environment,
                           const QString &directory)
{
    Command command = Command::fromBytes(argv);
    if (!environment.isEmpty())
        command.setEnvironmentBytes(environment);
    command.setWorkingDirectory(directory);
    return command;
}

void AcceptanceTest::as01_refusedAtOnceWithoutAHelper_data()
{
    QTest::addColumn<Command>("command");
    QTest::addColumn<QString>("text");

    const auto row
        = [](const char *name, const QList<QByteArray> &argv, const QList<QByteArray> &environment,
             const QString &directory, const QString &text) {
              QTest::newRow(name) << commandWith(argv, environment, directory) << text;
          };
    const QByteArray nul("a\0b", 3);
    row("empty argv", {}, {}, {}, u"\"argv\" is empty"_s);
    row("NUL byte in the program", {nul}, {}, {}, u"\"argv[0]\" contains a NUL byte"_s);
    row("NUL byte in an argument", {"true", "x", nul, "y"}, {}, {},
        u"\"argv[2]\" contains a NUL byte"_s);
    row("NUL byte at the end", {"true", QByteArray("\0", 1)}, {}, {},
        u"\"argv[1]\" contains a NUL byte"_s);
    row("NUL byte in the environment", {"true"}, {"A=1", "B=" + nul}, {},
        u"\"environment[1]\" contains a NUL byte"_s);
    row("NUL byte in the directory", {"true"}, {}, u"/a\0b"_s,
        u"the working directory contains a NUL byte"_s);
}

void AcceptanceTest::as01_refusedAtOnceWithoutAHelper()
{
    QFETCH(Command, command);
    QSignalSpy helpers(&spawner(), &AsyncSpawner::started);
    const CommandResult result = runCommand(spawner(), command);
    QCOMPARE(result.error, Error::FailedToStart);
    QCOMPARE(result.stage, Stage::Validation);
    QCOMPARE(result.systemError, EINVAL);
    QTEST(result.errorString(), "text");
    QCOMPARE(result.exitCode, -1);
    QCOMPARE(result.processId, 0);
    QCOMPARE(result.attempts, 0);
    // Nothing was ever asked of a helper.
    QCOMPARE(spawner().state(), AsyncSpawner::State::NotRunning);
    QCOMPARE(helpers.size(), 0);
}

void AcceptanceTest::as02_echo()
{
    QSignalSpy finished(&spawner(), &AsyncSpawner::finished);
    const CommandResult result = runCommand(spawner(), {u"echo"_s, u"hello"_s, u"world"_s});
    QVERIFY2(result.isSuccess(), qPrintable(result.errorString()));
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.signalNumber, 0);
    QCOMPARE(result.standardOutput, "hello world\n");
    QCOMPARE(result.standardError, "");
    QCOMPARE(result.attempts, 1);
    QVERIFY(result.processId > 1);
    QCOMPARE(finished.size(), 1);
}

void AcceptanceTest::as03_environmentOfTheCallerAtSubmit()
{
    const auto cleanUp = qScopeGuard([] { qunsetenv("TST_SUBMIT"); });
    qunsetenv("TST_SUBMIT");
    CommandSpy unset(spawner().aspawn({u"printenv"_s, u"TST_SUBMIT"_s}));
    qputenv("TST_SUBMIT", "first");
    CommandSpy first(spawner().aspawn({u"printenv"_s, u"TST_SUBMIT"_s}));
    qputenv("TST_SUBMIT", "second");
    CommandSpy second(spawner().aspawn({u"printenv"_s, u"TST_SUBMIT"_s}));
    qputenv("TST_SUBMIT", "too late");

    QVERIFY(unset.waitForGone());
    QCOMPARE(unset.result().standardOutput, "");
    QCOMPARE(unset.result().exitCode, 1);
    QVERIFY(first.waitForGone());
    QCOMPARE(first.result().standardOutput, "first\n");
    QVERIFY(second.waitForGone());
    QCOMPARE(second.result().standardOutput, "second\n");
}

void AcceptanceTest::as04_replacedEnvironment_data()
{
    QTest::addColumn<QProcessEnvironment>("environment");
    QTest::addColumn<QByteArray>("output");

    QProcessEnvironment user;
    user.insert(u"USER"_s, u"x"_s);
    QTest::newRow("one variable") << user << QByteArray("USER=x\n");
    QTest::newRow("none") << QProcessEnvironment() << QByteArray();
}

void AcceptanceTest::as04_replacedEnvironment()
{
    QFETCH(QProcessEnvironment, environment);
    Command command({u"env"_s});
    command.setEnvironment(environment);
    const CommandResult result = runCommand(spawner(), command);
    QVERIFY2(result.isSuccess(), qPrintable(result.errorString()));
    QTEST(result.standardOutput, "output");
}

void AcceptanceTest::as05_exitCodeAndBothOutputs()
{
    const CommandResult result
        = runCommand(spawner(), {u"sh"_s, u"-c"_s, u"echo before; echo the reason >&2; exit 2"_s});
    QCOMPARE(result.error, Error::NonZeroExit);
    QCOMPARE(result.exitCode, 2);
    QCOMPARE(result.signalNumber, 0);
    QCOMPARE(result.errorString(), u"child exited with status 2"_s);
    QCOMPARE(result.standardOutput, "before\n");
    QCOMPARE(result.standardError, "the reason\n");
}

void AcceptanceTest::as06_signalAndBothOutputs()
{
    const CommandResult result = runCommand(
        spawner(), {u"sh"_s, u"-c"_s, u"echo before; echo the reason >&2; kill -USR2 $$"_s});
    QCOMPARE(result.error, Error::Crashed);
    QCOMPARE(result.signalNumber, SIGUSR2);
    QCOMPARE(result.exitCode, -1);
    QCOMPARE(result.errorString(), u"child killed by signal SIGUSR2"_s);
    QCOMPARE(result.standardOutput, "before\n");
    QCOMPARE(result.standardError, "the reason\n");
}

void AcceptanceTest::as07_cannotBeRun_data()
{
    QTest::addColumn<QStringList>("argv");
    QTest::addColumn<QString>("directory");
    QTest::addColumn<Stage>("stage");
    QTest::addColumn<int>("systemError");
    QTest::addColumn<QString>("named");

    QTest::newRow("missing file") << QStringList{u"/no/such/file"_s} << QString() << Stage::Exec
                                  << ENOENT << u"\"/no/such/file\""_s;
    QTest::newRow("missing in PATH") << QStringList{u"no-such-program"_s} << QString()
                                     << Stage::Exec << ENOENT << u"\"no-such-program\""_s;
    QTest::newRow("not executable") << QStringList{u"/etc/passwd"_s} << QString() << Stage::Exec
                                    << EACCES << u"\"/etc/passwd\""_s;
    QTest::newRow("missing directory") << QStringList{u"true"_s} << u"/no/such/folder"_s
                                       << Stage::Directory << ENOENT << u"\"/no/such/folder\""_s;
}

void AcceptanceTest::as07_cannotBeRun()
{
    QFETCH(QStringList, argv);
    QFETCH(QString, directory);
    QFETCH(QString, named);
    QFETCH(int, systemError);
    Command command(argv);
    command.setWorkingDirectory(directory);
    const CommandResult result = runCommand(spawner(), command);
    QCOMPARE(result.error, Error::FailedToStart);
    QTEST(result.stage, "stage");
    QCOMPARE(result.systemError, systemError);
    QVERIFY2(result.errorString().contains(named), qPrintable(result.errorString()));
    QVERIFY2(result.errorString().contains(qt_error_string(systemError)),
             qPrintable(result.errorString()));
    QCOMPARE(result.exitCode, -1);
    QCOMPARE(result.signalNumber, 0);
    QCOMPARE(result.processId, 0);
}

void AcceptanceTest::as08_standardInputIsTheNullDevice()
{
    const CommandResult cat = runCommand(spawner(), {u"cat"_s});
    QVERIFY2(cat.isSuccess(), qPrintable(cat.errorString()));
    QCOMPARE(cat.standardOutput, "");
    const CommandResult fds = runCommand(spawner(), testChild({u"fds"_s}));
    QCOMPARE(descriptorsOf(fds.standardOutput).value(0), "/dev/null");
}

void AcceptanceTest::as10_whatTheCallerChangesAfterSubmit()
{
    QByteArray argument("old");
    QList<QByteArray> argv{QFile::encodeName(testChildProgram()), "chain", "args", "--", "env"};
    argv.append(argument);
    QProcessEnvironment environment;
    environment.insert(u"KEY"_s, u"old"_s);
    Command command = Command::fromBytes(argv);
    command.setEnvironment(environment);
    CommandSpy spy(spawner().aspawn(command));

    argument[0] = 'X';
    argv[4] = "exit";
    environment.insert(u"KEY"_s, u"new"_s);
    command.setEnvironment(environment);
    command.setWorkingDirectory(u"/no/such/folder"_s);
    command = Command({u"false"_s});

    QVERIFY(spy.waitForGone());
    QVERIFY2(spy.result().isSuccess(), qPrintable(spy.result().errorString()));
    const QList<QByteArray> output = fromHexLines(spy.result().standardOutput);
    QCOMPARE(output.mid(1), (QList<QByteArray>{"chain", "args", "--", "env", "old", "KEY=old"}));
}

void AcceptanceTest::as11_outputIsByteExact()
{
    const CommandResult three
        = runCommand(spawner(), {u"sh"_s, u"-c"_s, u"printf '\\377\\000\\376'"_s});
    QCOMPARE(three.standardOutput, QByteArray("\xff\0\xfe", 3));

    QByteArray all;
    for (int byte = 0; byte < 256; ++byte)
        all.append(static_cast<char>(byte));
    const CommandResult result = runCommand(spawner(), testChild({u"bytes-all"_s}));
    QCOMPARE(result.standardOutput, all);

    Command echo(testChild({u"echo"_s}));
    echo.setStandardInput(all);
    QCOMPARE(runCommand(spawner(), echo).standardOutput, all);
}

void AcceptanceTest::as21_outputLimit_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("descriptor");
    QTest::addColumn<Error>("error");
    QTest::addColumn<QString>("text");

    QTest::newRow("exactly the limit") << 1000000 << 1 << Error::NoError << QString();
    QTest::newRow("exactly the limit on standard error")
        << 1000000 << 2 << Error::NoError << QString();
    QTest::newRow("one byte more")
        << 1000001 << 1 << Error::OutputLimitExceeded << u"standard output exceeded its limit"_s;
    QTest::newRow("one byte more on standard error")
        << 1000001 << 2 << Error::OutputLimitExceeded << u"standard error exceeded its limit"_s;
}

void AcceptanceTest::as21_outputLimit()
{
    QFETCH(int, count);
    QFETCH(int, descriptor);
    QFETCH(Error, error);
    // What it does afterwards outlasts the test: only a kill ends it in time.
    const bool tooMuch = error != Error::NoError;
    Command command(
        testChildChain({{u"write"_s, QString::number(count), QString::number(descriptor), u"z"_s},
                        {u"sleep"_s, tooMuch ? u"60000"_s : u"0"_s}}));
    command.setOutputLimit(1000000);
    const CommandResult result = runCommand(spawner(), command);
    QCOMPARE(result.error, error);
    QTEST(result.errorString(), "text");
    QCOMPARE(result.standardOutputTruncated, tooMuch && descriptor == 1);
    QCOMPARE(result.standardErrorTruncated, tooMuch && descriptor == 2);
    const QByteArray &full = descriptor == 1 ? result.standardOutput : result.standardError;
    const QByteArray &empty = descriptor == 1 ? result.standardError : result.standardOutput;
    QCOMPARE(full.size(), 1000000);
    QCOMPARE(full.count('z'), 1000000);
    QCOMPARE(empty, "");
    QCOMPARE(result.signalNumber, tooMuch ? SIGTERM : 0);
    QCOMPARE(result.exitCode, tooMuch ? -1 : 0);
}

QTEST_GUILESS_MAIN(AcceptanceTest)
#include "tst_acceptance.moc"
