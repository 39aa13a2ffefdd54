// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>

#include "common/commandspy.h"
#include "common/errnoinjection.h"
#include "common/heldcommand.h"
#include "common/helperspy.h"
#include "common/infork.h"
#include "common/markedcommands.h"
#include "common/patience.h"
#include "common/processstate.h"
#include "common/programfolder.h"
#include "common/shortage.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QProcess>
#include <QtTest/QTest>

#include <cstring>
#include <deque>
#include <fcntl.h>
#include <grp.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace Spawn;
using namespace std::chrono_literals;
using Error = CommandResult::Error;
using Stage = CommandResult::Stage;

// ---- The application ---------------------------------------------------------------------------

// What fails in an application, which is this program started once more: never twice in the same.
class Application : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void noPipes();
    void noPipesForTheHelper();
    void noProcessesForAWhile();
    void noProcessForTheHelper();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    SpawnerFixture m_fixture;
};

void Application::noPipes()
{
    CommandSpy running(spawner().aspawn(heldCommand(5)));
    CommandSpy clock(spawner().aspawn(sleeper(LongerThanAShortage)));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted() && clock.hasStarted(), Patience);
    QVERIFY(injectErrno(SYS_pipe2, ENFILE));
    const UsedTime used(spawner().helperProcessId());
    std::deque<CommandSpy> waiting;
    for (int i = 0; i < 3; ++i)
        waiting.emplace_back(spawner().aspawn({u"true"_s}));
    Command without(testChild({u"exit"_s, u"3"_s}));
    without.setStandardOutputMode(Command::OutputMode::Null);
    without.setStandardErrorMode(Command::OutputMode::Null);
    without.setPriority(1);
    QCOMPARE(runCommand(spawner(), without).exitCode, 3);
    QVERIFY(clock.waitForGone());
    QVERIFY(clock.result().isSuccess());
    // As long as something of ours runs, something may come back.
    QVERIFY(noneFinished(waiting));
    QVERIFY(used.isLittle());
    running.reply()->write("x");
    QVERIFY(running.waitForGone());
    QCOMPARE(running.result().exitCode, 5);
    QTRY_VERIFY_WITH_TIMEOUT(allFinished(waiting), Patience);
    QCOMPARE(notRefused(waiting, Stage::Pipe, ENFILE), QString());
    QVERIFY(spawner().restartHistory().isEmpty());
}

void Application::noPipesForTheHelper()
{
    RestartPolicy policy;
    policy.giveUpAfter = 4;
    spawner().setRestartPolicy(policy);
    const HelperSpy helpers(spawner());
    QVERIFY(injectErrno(SYS_pipe2, ENFILE));
    const CommandResult result = runCommand(spawner(), {u"true"_s});
    QCOMPARE(result.error, Error::FailedToStart);
    QCOMPARE(result.stage, Stage::Transfer);
    QCOMPARE(result.systemError, ENFILE);
    QCOMPARE(helpers.errors.size(), 1);
    QCOMPARE(spawner().state(), AsyncSpawner::State::Failed);
}

static QByteArray signalsOf(qint64 processId)
{
    const QByteArray status = processFile(processId, "status");
    const qsizetype start = status.indexOf("SigBlk:");
    return status.mid(start, status.indexOf("CapInh:") - start);
}

void Application::noProcessesForAWhile()
{
    CommandSpy running(spawner().aspawn(heldCommand(5)));
    CommandSpy clock(spawner().aspawn(sleeper(LongerThanAShortage)));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted() && clock.hasStarted(), Patience);
    const qint64 helper = spawner().helperProcessId();
    const QByteArray signalsBefore = signalsOf(helper);
    QVERIFY(signalsBefore.startsWith("SigBlk:"));
    LoweredLimit limit(helper, RLIMIT_NPROC, 1);
    QVERIFY(limit.isSet());
    const UsedTime used(helper);
    MarkedCommands waiting(spawner(), 5);
    QVERIFY(clock.waitForGone());
    QVERIFY(clock.result().isSuccess());
    QVERIFY(noneFinished(waiting.spies()));
    const bool usedLittle = used.isLittle();
    limit.raise();
    QVERIFY(waiting.waitForAll());
    QCOMPARE(notSuccessful(waiting.spies()), QString());
    QVERIFY(waiting.haveRunOnceIfEver());
    running.reply()->write("x");
    QVERIFY(running.waitForGone());
    QCOMPARE(running.result().exitCode, 5);
    QCOMPARE(spawner().helperProcessId(), helper);
    QCOMPARE(signalsOf(helper), signalsBefore);
    QVERIFY(usedLittle);
}

void Application::noProcessForTheHelper()
{
    RestartPolicy policy;
    policy.giveUpAfter = 0;
    spawner().setRestartPolicy(policy);
    const HelperSpy helpers(spawner());
    LoweredLimit limit(getpid(), RLIMIT_NPROC, 1);
    QVERIFY(limit.isSet());
    CommandSpy waiting(spawner().aspawn(testChild({u"exit"_s, u"3"_s})));
    QTRY_COMPARE_WITH_TIMEOUT(spawner().state(), AsyncSpawner::State::Restarting, Patience);
    limit.raise();
    QVERIFY(waiting.waitForGone());
    QCOMPARE(waiting.result().exitCode, 3);
    QCOMPARE(helpers.started.size(), 1);
    QVERIFY(spawner().restartHistory().isEmpty());
}

// ---- The test ----------------------------------------------------------------------------------

// Calls that the kernel refuses for lack of something: an errno that is injected, or a limit.
class InjectedErrorsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void f32_noPipes() { runApplication("noPipes"); }
    void f32_noPipesForTheHelper() { runApplication("noPipesForTheHelper"); }
    void f33_noProcesses() { refusesAll(u"no-processes"_s, EAGAIN); }
    void f33_noProcessesForAWhile() { runApplication("noProcessesForAWhile", Unprivileged); }
    void f33_noProcessForTheHelper() { runApplication("noProcessForTheHelper", Unprivileged); }
    void f34_noMemory_data();
    void f34_noMemory();

private:
    enum User { Same, Unprivileged };

    AsyncSpawner &spawner() { return m_fixture.spawner(); }
    void runApplication(const char *function, User user = Same);
    void refusesAll(const QString &fault, int error);

    SpawnerFixture m_fixture;
    ProgramFolder m_folder;
};

static constexpr char ApplicationWord[] = "as-an-application";
static constexpr uid_t UnprivilegedUser = 54321; // nobody's, so that its processes are ours

static bool becomeUnprivileged()
{
    return setgroups(0, nullptr) == 0
        && setresgid(UnprivilegedUser, UnprivilegedUser, UnprivilegedUser) == 0
        && setresuid(UnprivilegedUser, UnprivilegedUser, UnprivilegedUser) == 0;
}

void InjectedErrorsTest::initTestCase()
{
    // QProcess opens its descriptors and installs its handler of SIGCHLD with the first one.
    QProcess process;
    process.start(u"true"_s, QStringList());
    QVERIFY(process.waitForFinished());
    const QByteArray problem = inFork([] {
        const bool injected = injectErrno(SYS_pipe2, ENFILE, OnlyWithArgument{1, O_NONBLOCK});
        if (!injected)
            return QByteArray("no filter for system calls here");
        int ends[2];
        const bool others = pipe2(ends, O_CLOEXEC) == 0;
        const bool refused = pipe2(ends, O_NONBLOCK) != 0 && errno == ENFILE;
        return others && refused ? QByteArray() : QByteArray("it filters something else");
    });
    if (problem.startsWith("no filter"))
        QSKIP(problem.constData());
    QCOMPARE(problem, QByteArray());
}

void InjectedErrorsTest::runApplication(const char *function, User user)
{
    const QByteArray self = QFile::encodeName(QCoreApplication::applicationFilePath());
    QProcess application;
    application.setProcessChannelMode(QProcess::MergedChannels);
    // No number of processes binds root.
    if (user == Unprivileged && geteuid() == 0) {
        const QByteArray problem = inFork([&self] {
            if (!becomeUnprivileged())
                return QByteArray("cannot become another user");
            for (const char *path : {self.constData(), HELPER_PROGRAM, TESTCHILD}) {
                if (access(path, X_OK) != 0)
                    return "another user may not execute " + QByteArray(path);
            }
            return QByteArray();
        });
        if (!problem.isEmpty())
            QSKIP(problem.constData());
        application.setChildProcessModifier([] {
            if (!becomeUnprivileged())
                _exit(1);
        });
    }
    application.start(QString::fromLocal8Bit(self),
                      {QLatin1String(ApplicationWord), QLatin1String(function)});
    QTRY_COMPARE_WITH_TIMEOUT(application.state(), QProcess::NotRunning, 60000);
    QVERIFY2(application.exitStatus() == QProcess::NormalExit && application.exitCode() == 0,
             application.readAll().constData());
}

// ---- The helper --------------------------------------------------------------------------------

struct Fault
{
    const char *name;
    long systemCall;
    std::optional<OnlyWithArgument> only;
    int error;
};

static const Fault faults[] = {
    {"no-processes", SYS_clone3, {}, EAGAIN},
    {"no-memory-for-processes", SYS_clone3, {}, ENOMEM},
    // Nothing else in the helper is of that length.
    {"no-memory-for-stacks", SYS_mmap, OnlyWithArgument{1, 128 << 10}, ENOMEM},
};

// A helper gets no arguments and no environment: what is to fail in it is the name of the link by
// which it is started.
static int beHelper(char *argv[])
{
    const char *const path = reinterpret_cast<const char *>(getauxval(AT_EXECFN));
    for (const Fault &fault : faults) {
        if (strcmp(strrchr(path, '/') + 1, fault.name) == 0
            && injectErrno(fault.systemCall, fault.error, fault.only))
            execv(HELPER_PROGRAM, argv);
    }
    return 1;
}

void InjectedErrorsTest::refusesAll(const QString &fault, int error)
{
    QVERIFY(m_folder.link(QFile::encodeName(QCoreApplication::applicationFilePath()), fault));
    const HelperSpy helpers(spawner());
    spawner().setHelperProgram(m_folder.path(fault));
    spawner().start();
    QTRY_COMPARE_WITH_TIMEOUT(helpers.started.size(), 1, Patience);
    const qint64 helper = spawner().helperProcessId();
    const QByteArray signalsBefore = signalsOf(helper);
    QVERIFY(signalsBefore.startsWith("SigBlk:"));
    const UsedTime used(helper);
    QElapsedTimer time;
    time.start();
    std::deque<CommandSpy> refused;
    for (int i = 0; i < 5; ++i)
        refused.emplace_back(spawner().aspawn({u"true"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(allFinished(refused), Patience);
    QVERIFY2(time.elapsed() < 5000, qPrintable(QString::number(time.elapsed())));
    QVERIFY(used.isLittle());
    QCOMPARE(notRefused(refused, Stage::Fork, error), QString());
    for (const CommandSpy &spy : refused)
        QVERIFY(spy.result().queued > 1s); // it was tried again
    QCOMPARE(signalsOf(helper), signalsBefore);
    QCOMPARE(helpers.started, QList<qint64>{helper});
    QVERIFY(Leftovers::isAlive(helper));
    QVERIFY(spawner().restartHistory().isEmpty());
}

void InjectedErrorsTest::f34_noMemory_data()
{
    QTest::addColumn<QString>("fault");
    QTest::newRow("for processes") << u"no-memory-for-processes"_s;
#ifndef __SANITIZE_ADDRESS__ // which takes memory of its own in the same way
    QTest::newRow("for stacks") << u"no-memory-for-stacks"_s;
#endif
}

void InjectedErrorsTest::f34_noMemory()
{
    QFETCH(QString, fault);
    refusesAll(fault, ENOMEM);
}

int main(int argc, char *argv[])
{
    if (strcmp(argv[0], "asyncspawner-helper") == 0)
        return beHelper(argv);
    QCoreApplication application(argc, argv);
    if (argc == 3 && strcmp(argv[1], ApplicationWord) == 0) {
        Application test;
        char *arguments[] = {argv[0], argv[2]};
        return QTest::qExec(&test, 2, arguments);
    }
    InjectedErrorsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_injectederrors.moc"
