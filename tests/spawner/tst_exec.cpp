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
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>

using namespace Qt::StringLiterals;
using namespace Spawn;
using Error = CommandResult::Error;
using Stage = CommandResult::Stage;

// Seen by this process and those that it starts. Made before there is a second thread, which would
// not see it.
class NoexecFolder final
{
public:
    NoexecFolder()
        : m_isMounted(unshare(CLONE_NEWNS) == 0
                      && mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0
                      && mount("none", QFile::encodeName(m_folder.path()).constData(), "tmpfs",
                               MS_NOEXEC, nullptr)
                          == 0)
    {
    }
    ~NoexecFolder()
    {
        if (m_isMounted)
            umount2(QFile::encodeName(m_folder.path()).constData(), MNT_DETACH);
    }
    Q_DISABLE_COPY_MOVE(NoexecFolder)

    bool isMounted() const { return m_isMounted; }
    QString path(const QString &name) const { return m_folder.filePath(name); }

private:
    QTemporaryDir m_folder;
    const bool m_isMounted;
};

// Programs that the kernel refuses, each with its own errno and name.
class ExecTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void f41_f42_f43_exactErrno_data();
    void f41_f42_f43_exactErrno();
    void f41_missingInterpreterIsNamed_data();
    void f41_missingInterpreterIsNamed();
    void f42_noexecMount();
    void s25_noSilentShell();
    void f45_openForWriting();
    void f50_removedWhileQueued();
    void f50_replacedWhileQueued();
    void s26_relativeToTheGivenDirectory();
    void s26_relativeToTheApplicationsDirectory();
    void secretProgramIsNotNamed();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }
    void compareFailure(const CommandResult &result, int systemError, const QString &named);

    NoexecFolder m_noexec; // before the fixture, which starts a thread
    SpawnerFixture m_fixture;
    ProgramFolder m_folder;
};

void ExecTest::compareFailure(const CommandResult &result, int systemError, const QString &named)
{
    QCOMPARE(result.error, Error::FailedToStart);
    QCOMPARE(result.stage, Stage::Exec);
    QCOMPARE(result.systemError, systemError);
    QCOMPARE(result.exitCode, -1);
    QCOMPARE(result.signalNumber, 0);
    QCOMPARE(result.processId, 0);
    QVERIFY2(result.errorString().contains(named), qPrintable(result.errorString()));
    QVERIFY2(result.errorString().endsWith(qt_error_string(systemError)),
             qPrintable(result.errorString()));
}

void ExecTest::initTestCase()
{
    QVERIFY(m_folder.writeScript(u"plain"_s, "exit 0", 0644));
    QVERIFY(m_folder.writeScript(u"good"_s, "echo good"));
    QVERIFY(m_folder.makeFolder(u"folder"_s));
    QVERIFY(m_folder.link("circle", u"circle"_s));
    QVERIFY(m_folder.link("nothing", u"dangling"_s));
    QVERIFY(m_folder.write(u"bad-interpreter"_s, "#!/no/such/interpreter\n"));
    QVERIFY(m_folder.write(u"own-interpreter"_s, "#!" + m_folder.bytes(u"own-interpreter"_s)));
    QVERIFY(m_folder.write(u"no-shebang"_s, "echo from the shell\n"));
    QVERIFY(m_folder.write(u"empty"_s, ""));
    QVERIFY(m_folder.write(u"wrong-architecture"_s,
                           QByteArray("\x7f"
                                      "ELF\1\1\1",
                                      7)));
    QVERIFY(
        m_folder.write(u"interpreter-not-executable"_s, "#!" + m_folder.bytes(u"plain"_s) + '\n'));
}

void ExecTest::f41_f42_f43_exactErrno_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<int>("systemError");

    const auto row = [this](const char *name, const QString &file, int systemError) {
        QTest::newRow(name) << m_folder.path(file) << systemError;
    };
    row("missing program", u"no-such"_s, ENOENT);
    row("missing folder", u"no-such/program"_s, ENOENT);
    row("dangling link", u"dangling"_s, ENOENT);
    row("missing interpreter", u"bad-interpreter"_s, ENOENT);
    row("not executable", u"plain"_s, EACCES);
    row("a folder", u"folder"_s, EACCES);
    row("an interpreter that is not executable", u"interpreter-not-executable"_s, EACCES);
    row("a file used as a folder", u"good/program"_s, ENOTDIR);
    row("a link to itself", u"circle"_s, ELOOP);
    row("a script that is its own interpreter", u"own-interpreter"_s, ELOOP);
    row("a name that is too long", QString(256, u'x'), ENAMETOOLONG);
    row("a script without an interpreter", u"no-shebang"_s, ENOEXEC);
    row("an empty file", u"empty"_s, ENOEXEC);
    row("a cut-off binary", u"wrong-architecture"_s, ENOEXEC);
    QTest::newRow("an empty name") << QString() << ENOENT;
    QTest::newRow("a name that is too long for PATH") << QString(256, u'x') << ENAMETOOLONG;
    QTest::newRow("a path that is too long") << u"/x"_s.repeated(2100) << ENAMETOOLONG;
}

void ExecTest::f41_f42_f43_exactErrno()
{
    QFETCH(QString, program);
    QFETCH(int, systemError);
    compareFailure(runCommand(spawner(), {program, u"argument"_s}), systemError,
                   u'"' + program + u'"');
}

void ExecTest::f41_missingInterpreterIsNamed_data()
{
    QTest::addColumn<bool>("fromPath");
    QTest::newRow("by its path") << false;
    QTest::newRow("found in PATH") << true;
}

void ExecTest::f41_missingInterpreterIsNamed()
{
    QFETCH(bool, fromPath);
    Command command({fromPath ? u"bad-interpreter"_s : m_folder.path(u"bad-interpreter"_s)});
    command.setEnvironmentBytes({"PATH=" + m_folder.bytes()});
    const CommandResult script = runCommand(spawner(), command);
    compareFailure(script, ENOENT, u"interpreter"_s);
    const CommandResult nothing = runCommand(spawner(), {m_folder.path(u"no-such"_s)});
    QVERIFY(!nothing.errorString().contains("interpreter"_L1));
}

void ExecTest::f42_noexecMount()
{
    if (!m_noexec.isMounted())
        QSKIP("Mounting a file system with noexec takes the rights of root.");
    const QString program = m_noexec.path(u"testchild"_s);
    QVERIFY(QFile::copy(testChildProgram(), program));
    compareFailure(runCommand(spawner(), {program, u"exit"_s, u"0"_s}), EACCES, program);
}

// What execvp() and system() would give to /bin/sh.
void ExecTest::s25_noSilentShell()
{
    compareFailure(runCommand(spawner(), {m_folder.path(u"no-shebang"_s)}), ENOEXEC,
                   u"no-shebang"_s);
    Command fromPath({u"no-shebang"_s});
    fromPath.setEnvironmentBytes({"PATH=" + m_folder.bytes()});
    compareFailure(runCommand(spawner(), fromPath), ENOEXEC, u"no-shebang"_s);
    compareFailure(runCommand(spawner(), {u"echo unsafe; true"_s}), ENOENT,
                   u"\"echo unsafe; true\""_s);

    const CommandResult verbatim = runCommand(spawner(), {u"echo"_s, u"$HOME; `id`"_s, u"*"_s});
    QCOMPARE(verbatim.standardOutput, "$HOME; `id` *\n");
    const CommandResult asked = runCommand(spawner(), Command::shell(u"echo $((6 * 7)); exit 3"_s));
    QCOMPARE(asked.standardOutput, "42\n");
    QCOMPARE(asked.exitCode, 3);
}

void ExecTest::f45_openForWriting()
{
    const QString program = m_folder.path(u"busy"_s);
    QVERIFY(QFile::copy(testChildProgram(), program));
    const int writer = open(QFile::encodeName(program).constData(), O_WRONLY | O_CLOEXEC);
    QVERIFY(writer >= 0);
    const CommandResult busy = runCommand(spawner(), {program, u"exit"_s, u"5"_s});
    close(writer);
    compareFailure(busy, ETXTBSY, program);
    QCOMPARE(runCommand(spawner(), {program, u"exit"_s, u"5"_s}).exitCode, 5);
}

// One runs at a time, so that the second is still to start when its file changes.
void ExecTest::f50_removedWhileQueued()
{
    QVERIFY(m_folder.writeScript(u"removed"_s, "echo old"));
    spawner().setMaxRunningCount(1);
    Command first(testChild({u"read-then-exit"_s, u"1"_s}));
    first.setStandardInputMode(Command::InputMode::Pipe);
    CommandSpy running(spawner().aspawn(first));
    CommandSpy queued(spawner().aspawn({m_folder.path(u"removed"_s)}));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted(), CommandSpy::Patience);
    QVERIFY(QFile::remove(m_folder.path(u"removed"_s)));
    running.reply()->write("x");
    QVERIFY(queued.waitForGone());
    compareFailure(queued.result(), ENOENT, m_folder.path(u"removed"_s));
    QVERIFY(running.waitForGone());
}

void ExecTest::f50_replacedWhileQueued()
{
    QVERIFY(m_folder.writeScript(u"replaced"_s, "echo old"));
    QVERIFY(m_folder.writeScript(u"replacement"_s, "echo new"));
    spawner().setMaxRunningCount(1);
    Command first(testChild({u"read-then-exit"_s, u"1"_s}));
    first.setStandardInputMode(Command::InputMode::Pipe);
    CommandSpy running(spawner().aspawn(first));
    CommandSpy queued(spawner().aspawn({m_folder.path(u"replaced"_s)}));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted(), CommandSpy::Patience);
    QCOMPARE(rename(m_folder.bytes(u"replacement"_s).constData(),
                    m_folder.bytes(u"replaced"_s).constData()),
             0);
    running.reply()->write("x");
    QVERIFY(queued.waitForGone());
    QCOMPARE(queued.result().standardOutput, "new\n");
    QVERIFY(running.waitForGone());
}

void ExecTest::s26_relativeToTheGivenDirectory()
{
    Command command({u"./good"_s});
    command.setWorkingDirectory(m_folder.path());
    QCOMPARE(runCommand(spawner(), command).standardOutput, "good\n");
    command.setWorkingDirectory(m_folder.path(u"folder"_s));
    compareFailure(runCommand(spawner(), command), ENOENT, u"\"./good\""_s);
    Command above({u"../good"_s});
    above.setWorkingDirectory(m_folder.path(u"folder"_s));
    QCOMPARE(runCommand(spawner(), above).standardOutput, "good\n");
    // The current directory is not searched.
    Command bare({u"good"_s});
    bare.setWorkingDirectory(m_folder.path());
    compareFailure(runCommand(spawner(), bare), ENOENT, u"\"good\""_s);
}

void ExecTest::s26_relativeToTheApplicationsDirectory()
{
    const QString before = QDir::currentPath();
    const auto cleanUp = qScopeGuard([&before] { QDir::setCurrent(before); });
    QVERIFY(QDir::setCurrent(m_folder.path()));
    QCOMPARE(runCommand(spawner(), {u"./good"_s}).standardOutput, "good\n");
    // A relative directory is relative to the application's.
    Command command({u"../good"_s});
    command.setWorkingDirectory(u"folder"_s);
    QCOMPARE(runCommand(spawner(), command).standardOutput, "good\n");
    QVERIFY(QDir::setCurrent(m_folder.path(u"folder"_s)));
    compareFailure(runCommand(spawner(), {u"./good"_s}), ENOENT, u"\"./good\""_s);
}

void ExecTest::secretProgramIsNotNamed()
{
    Command command({m_folder.path(u"no-such-password"_s)});
    command.setSecret(true);
    const CommandResult result = runCommand(spawner(), command);
    compareFailure(result, ENOENT, u"the program"_s);
    QVERIFY(!result.errorString().contains("password"_L1));
}

QTEST_GUILESS_MAIN(ExecTest)
#include "tst_exec.moc"
