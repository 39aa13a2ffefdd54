// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/commandspy.h"
#include "common/signalorder.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;
using namespace Spawn;
using namespace std::chrono_literals;

using Error = CommandResult::Error;
using Stage = CommandResult::Stage;

// What a user of child processes takes for granted.
class ProcessesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), CommandSpy::Patience); }

    void up01_startedOutputExitClosed_data();
    void up01_startedOutputExitClosed();
    void up02_exitWhileAGrandchildHoldsTheOutput();
    void up03_linesThenExit();
    void up04_writeToAClosedStandardInput();
    void up05_detachedOutlivesItsParent_data();
    void up05_detachedOutlivesItsParent();
    void up08_noDescriptorsLeft();
    void up17_nothingRemainsOfManyChildren();

private:
    void beTheParentOfADetachedCommand();
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    SpawnerFixture m_fixture;
};

void ProcessesTest::up01_startedOutputExitClosed_data()
{
    QTest::addColumn<QStringList>("end");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<int>("signalNumber");

    QTest::newRow("exits with 0") << QStringList{u"exit"_s, u"0"_s} << 0 << 0;
    QTest::newRow("exits with 3") << QStringList{u"exit"_s, u"3"_s} << 3 << 0;
    QTest::newRow("exits with 255") << QStringList{u"exit"_s, u"255"_s} << 255 << 0;
    QTest::newRow("ends by SIGKILL") << QStringList{u"signal"_s, u"KILL"_s} << -1 << SIGKILL;
    QTest::newRow("ends by SIGTERM") << QStringList{u"signal"_s, u"TERM"_s} << -1 << SIGTERM;
}

void ProcessesTest::up01_startedOutputExitClosed()
{
    QFETCH(QStringList, end);
    QFETCH(int, exitCode);
    QFETCH(int, signalNumber);

    Command command(testChildChain({{u"write"_s, u"5"_s}, end}));
    command.setStandardOutputMode(Command::OutputMode::Stream);
    CommandReply *const reply = spawner().aspawn(command);
    reply->setAutoDelete(false);
    const SignalOrder order(reply);
    QList<std::pair<int, int>> exits;
    connect(reply, &CommandReply::exited, this, [&exits](int code, int number) {
        exits.append({code, number});
    });
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), CommandSpy::Patience);

    QCOMPARE(order.names, (QStringList{u"started"_s, u"output"_s, u"exited"_s, u"finished"_s}));
    QCOMPARE(exits, (QList<std::pair<int, int>>{{exitCode, signalNumber}}));
    QCOMPARE(reply->readAllStandardOutput(), "xxxxx");
    const CommandResult result = reply->result();
    QCOMPARE(result.exitCode, exitCode);
    QCOMPARE(result.signalNumber, signalNumber);
    QVERIFY((result.exitCode == -1) != (result.signalNumber == 0)); // exactly one of them
    delete reply;
}

void ProcessesTest::up02_exitWhileAGrandchildHoldsTheOutput()
{
    Command command(testChild({u"leave-grandchild"_s, u"700"_s, u"4"_s}));
    command.setDrainTimeout(20s);
    CommandSpy spy(spawner().aspawn(command));
    qsizetype aliveAtExit = 0;
    bool finishedAtExit = false;
    connect(spy.reply(), &CommandReply::exited, this, [&] {
        aliveAtExit = m_fixture.leftovers().taggedProcesses().size();
        finishedAtExit = spy.isFinished();
    });
    QVERIFY(spy.waitForGone());
    QCOMPARE(spy.order(), "started exited finished");
    QCOMPARE(aliveAtExit, 1);
    QVERIFY(!finishedAtExit);
    // It closed when the grandchild did, not by a time limit.
    QVERIFY(!spy.result().outputHeldOpen);
    QCOMPARE(spy.result().exitCode, 4);
    QVERIFY(spy.result().standardOutput.trimmed().toLongLong() > 1);
    QCOMPARE(m_fixture.leftovers().taggedProcesses(), QList<qint64>());
}

void ProcessesTest::up03_linesThenExit()
{
    const CommandResult result = runCommand(spawner(), testChild({u"lines"_s, u"200"_s, u"1"_s}));
    QCOMPARE(result.exitCode, 1);
    const QList<QByteArray> lines = linesOf(result.standardOutput);
    QCOMPARE(lines.size(), 200);
    QCOMPARE(lines.constFirst(), "line 1");
    QCOMPARE(lines.constLast(), "line 200");
}

void ProcessesTest::up04_writeToAClosedStandardInput()
{
    Command command(testChildChain({{u"close-stdin-sleep"_s, u"0"_s},
                                    {u"writestd"_s, u"closed"_s},
                                    {u"sleep"_s, u"300"_s, u"6"_s}}));
    command.setStandardInputMode(Command::InputMode::Pipe);
    command.setStandardOutputMode(Command::OutputMode::Stream);
    CommandSpy spy(spawner().aspawn(command));
    connect(spy.reply(), &CommandReply::readyReadStandardOutput, this,
            [&spy] { QCOMPARE(spy.reply()->write(QByteArray(1 << 20, 'w')), 1 << 20); });
    // Whoever relies on it being ignored is lucky at most.
    const auto before = signal(SIGPIPE, SIG_DFL);
    const bool gone = spy.waitForGone();
    signal(SIGPIPE, before);
    QVERIFY(gone);
    QCOMPARE(spy.result().standardInputError, EPIPE);
    QCOMPARE(spy.result().exitCode, 6);
    QCOMPARE(spy.result().error, Error::NonZeroExit);
}

void ProcessesTest::up05_detachedOutlivesItsParent_data()
{
    QTest::addColumn<QString>("end");
    QTest::newRow("the parent ends") << u"exit"_s;
    QTest::newRow("the parent is killed") << u"kill"_s;
}

// Itself as the parent: with these variables in its environment the test is the application.
static constexpr char ParentFile[] = "TEST_PARENT_FILE";
static constexpr char ParentEnd[] = "TEST_PARENT_END";

void ProcessesTest::beTheParentOfADetachedCommand()
{
    Command command(testChildChain({{u"state"_s}, {u"sleep"_s, u"20000"_s}}));
    command.setDetached(true);
    command.setStandardOutputFile(qEnvironmentVariable(ParentFile));
    CommandSpy spy(spawner().aspawn(command));
    QTRY_VERIFY_WITH_TIMEOUT(spy.hasStarted(), CommandSpy::Patience);
    if (qgetenv(ParentEnd) == "kill")
        raise(SIGKILL);
    std::exit(0); // not by the end of the test, which looks for what is left
}

void ProcessesTest::up05_detachedOutlivesItsParent()
{
    if (qEnvironmentVariableIsSet(ParentFile)) {
        beTheParentOfADetachedCommand();
        return;
    }
    QFETCH(QString, end);
    const QTemporaryDir folder;
    const QString fileName = folder.filePath(u"state"_s);
    QProcess parent;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QString::fromLatin1(ParentFile), fileName);
    environment.insert(QString::fromLatin1(ParentEnd), end);
    parent.setProcessEnvironment(environment);
    parent.start(QCoreApplication::applicationFilePath(),
                 {u"up05_detachedOutlivesItsParent:the parent ends"_s});
    QTRY_COMPARE_WITH_TIMEOUT(parent.state(), QProcess::NotRunning, CommandSpy::Patience);
    QCOMPARE(parent.exitStatus(), end == u"kill"_s ? QProcess::CrashExit : QProcess::NormalExit);

    const auto complete = [&fileName] {
        QFile file(fileName);
        return file.open(QIODevice::ReadOnly) && file.readAll().contains("oom=");
    };
    QTRY_VERIFY_WITH_TIMEOUT(complete(), CommandSpy::Patience);
    QFile file(fileName);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QMap<QByteArray, QByteArray> state = stateOf(file.readAll());
    QCOMPARE(state["sid"], state["pid"]);
    QCOMPARE(state["pgid"], state["pid"]);
    QCOMPARE(state["pdeathsig"], "0");
    QCOMPARE(state["tty"], "no");
    const qint64 processId = state["pid"].toLongLong();
    QVERIFY(processId > 1);
    QVERIFY(Leftovers::isAlive(processId));
    QCOMPARE(kill(static_cast<pid_t>(processId), SIGKILL), 0);
}

void ProcessesTest::up08_noDescriptorsLeft()
{
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess()); // the helper has its own by now
    rlimit before{};
    getrlimit(RLIMIT_NOFILE, &before);
    rlimit few = before;
    few.rlim_cur = 128;
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &few), 0);
    std::vector<int> taken;
    for (int fd = 0; fd >= 0;) {
        fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
        if (fd >= 0)
            taken.push_back(fd);
    }
    const int reason = errno;
    CommandSpy spy(spawner().aspawn({u"true"_s}));
    const bool gone = spy.waitForGone();
    for (const int fd : taken)
        close(fd);
    const CommandResult after = runCommand(spawner(), {u"true"_s});
    setrlimit(RLIMIT_NOFILE, &before);

    QCOMPARE(reason, EMFILE);
    QVERIFY(gone);
    QCOMPARE(spy.order(), "finished");
    QCOMPARE(spy.result().error, Error::FailedToStart);
    QCOMPARE(spy.result().stage, Stage::Pipe);
    QCOMPARE(spy.result().systemError, EMFILE);
    QCOMPARE(spy.result().processId, 0);
    QVERIFY2(after.isSuccess(), qPrintable(after.errorString()));
}

void ProcessesTest::up17_nothingRemainsOfManyChildren()
{
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    m_fixture.leftovers().recordDescriptors();
    int finished = 0;
    int succeeded = 0;
    for (int i = 0; i < 500; ++i) {
        spawner().aspawn(testChild({u"exit"_s, u"0"_s}), this, [&](const CommandResult &result) {
            ++finished;
            succeeded += result.isSuccess() ? 1 : 0;
        });
    }
    QTRY_COMPARE_WITH_TIMEOUT(finished, 500, CommandSpy::Patience);
    QCOMPARE(succeeded, 500);
    m_fixture.leftovers().expect(spawner().helperProcessId());
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture.leftovers().check(), QString(), CommandSpy::Patience);
}

QTEST_GUILESS_MAIN(ProcessesTest)
#include "tst_processes.moc"
