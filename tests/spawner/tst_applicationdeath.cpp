// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/applicationprocess.h"
#include "common/infork.h"
#include "common/leftovers.h"
#include "common/patience.h"
#include "common/processstate.h"
#include "common/programfolder.h"
#include "common/testchild.h"
#include "testapplication/mode.h"

#include <QtCore/QScopeGuard>
#include <QtTest/QTest>

#include <algorithm>
#include <csignal>
#include <optional>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using TestApplication::EndCode;
using TestApplication::Nobody;

// An application ends in every way, and what becomes of its commands.
class ApplicationDeathTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void f18_applicationKilled();
    void f19_descendantsInTheGroup();
    void f19_descendantsOfCommandsThatJustStart();
    void f20_descendantsThatLeftTheGroup();
    void f21_applicationAndHelperKilledTogether();
    void f25_setIdCommand();
    void f26_applicationExecutesItself_data();
    void f26_applicationExecutesItself();
    void f28_applicationEndsWithoutDestroying_data();
    void f28_applicationEndsWithoutDestroying();

private:
    // Until as many commands run, and have told as many numbers.
    bool waitForCommands(ApplicationProcess &application, int count, int outputs = 0);
    QList<qint64> living() const;

    std::optional<Leftovers> m_leftovers;
    qint64 m_helper = 0;
};

using Processes = QList<qint64>;

static constexpr int Soon = 5000; // ms; of commands one second is promised

static QStringList commands(int count, const QStringList &argv)
{
    return QStringList{u"commands"_s, QString::number(count)} + argv;
}

static QStringList sleepingCommand()
{
    return testChild({u"sleep"_s, u"60000"_s});
}

// It has as many children in its group.
static QStringList treeCommand(int children)
{
    return testChild({u"tree"_s, QString::number(children), u"60000"_s});
}

static Processes sorted(Processes processes)
{
    std::sort(processes.begin(), processes.end());
    return processes;
}

static void signalProcess(qint64 processId, int signalNumber)
{
    QVERIFY(processId > 1);
    QCOMPARE(kill(static_cast<pid_t>(processId), signalNumber), 0);
}

void ApplicationDeathTest::initTestCase()
{
    // QProcess installs its handler of SIGCHLD and opens its descriptors with the first one.
    QVERIFY(ApplicationProcess({u"executed-again"_s, u"0"_s}).end());
}

void ApplicationDeathTest::init()
{
    m_leftovers.emplace();
    m_helper = 0;
}

void ApplicationDeathTest::cleanup()
{
    // What was not meant to live has been told already.
    const Processes found = QTest::currentTestFailed() ? living() : Processes();
    for (const qint64 processId : found)
        kill(static_cast<pid_t>(processId), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(m_leftovers->check(), QString(), Patience);
}

// Then exactly these live, the application and the helper.
bool ApplicationDeathTest::waitForCommands(ApplicationProcess &application, int count, int outputs)
{
    if (!application.waitFor("command", count) || !application.waitFor("output", outputs))
        return false;
    m_helper = application.told("helper").value(0);
    const Processes expected = sorted(application.told("command") + application.told("output")
                                      + Processes{application.processId(), m_helper});
    return QTest::qWaitFor([&] { return living() == expected; }, Patience);
}

// Those with the tag, and the helper, which has no environment to carry it in.
QList<qint64> ApplicationDeathTest::living() const
{
    Processes processes = m_leftovers->taggedProcesses();
    if (Leftovers::isAlive(m_helper))
        processes += m_helper;
    return sorted(processes);
}

void ApplicationDeathTest::f18_applicationKilled()
{
    ApplicationProcess application(commands(50, sleepingCommand()));
    QVERIFY(waitForCommands(application, 50));
    signalProcess(application.processId(), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(living(), Processes(), Soon);
}

void ApplicationDeathTest::f19_descendantsInTheGroup()
{
    ApplicationProcess application(commands(10, treeCommand(3)));
    QVERIFY(waitForCommands(application, 10, 30));
    const Processes leaders = application.told("command");
    const Processes descendants = application.told("output");
    for (const qint64 descendant : descendants)
        QVERIFY(leaders.contains(getpgid(static_cast<pid_t>(descendant))));
    signalProcess(application.processId(), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(living(), Processes(), Soon);
}

void ApplicationDeathTest::f19_descendantsOfCommandsThatJustStart()
{
    ApplicationProcess application(commands(200, treeCommand(1)));
    QVERIFY(application.waitFor("output"));
    m_helper = application.told("helper").value(0);
    QVERIFY(living().contains(m_helper));
    signalProcess(application.processId(), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(living(), Processes(), Soon);
}

// Nothing that belongs to its command shows it: no group, no session, no pipe.
void ApplicationDeathTest::f20_descendantsThatLeftTheGroup()
{
    ApplicationProcess application(
        commands(1, testChildChain({{u"escape"_s, u"60000"_s}, {u"sleep"_s, u"60000"_s}})));
    QVERIFY(waitForCommands(application, 1, 1));
    const qint64 escaped = application.told("output").value(0);
    QVERIFY(getsid(static_cast<pid_t>(escaped)) != m_helper);
    signalProcess(application.processId(), SIGKILL);
    // The helper is the last that kills.
    QTRY_VERIFY_WITH_TIMEOUT(!Leftovers::isAlive(m_helper), Soon);
    QTRY_COMPARE_WITH_TIMEOUT(living(), Processes{escaped}, Soon);
    signalProcess(escaped, SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(living(), Processes(), Patience);
}

void ApplicationDeathTest::f21_applicationAndHelperKilledTogether()
{
    ApplicationProcess application(commands(10, treeCommand(1)));
    QVERIFY(waitForCommands(application, 10, 10));
    const Processes descendants = application.told("output");
    // The application first: it would miss the helper.
    for (const qint64 processId : {application.processId(), m_helper}) {
        signalProcess(processId, SIGSTOP);
        QTRY_COMPARE_WITH_TIMEOUT(processState(processId), 'T', Patience);
    }
    for (const qint64 processId : {application.processId(), m_helper})
        signalProcess(processId, SIGKILL);
    // Nobody is left who knows of the groups.
    QTRY_COMPARE_WITH_TIMEOUT(living(), sorted(descendants), Soon);
    for (const qint64 descendant : descendants)
        signalProcess(descendant, SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(living(), Processes(), Patience);
}

// Empty, or why a program of root's does not run as root when an ordinary user starts it there.
static QByteArray obstacleToSetId(const ProgramFolder &folder)
{
    if (geteuid() != 0)
        return "Only root can make such a program.";
    struct statvfs system
    {
    };
    if (statvfs(folder.bytes().constData(), &system) != 0 || (system.f_flag & ST_NOSUID) != 0)
        return "Set-id programs are not honoured in " + folder.bytes();
    if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 0)
        return "The test may gain no privileges.";
    return inFork([&folder]() -> QByteArray {
        if (setuid(Nobody) == 0 && access(folder.bytes().constData(), X_OK) == 0)
            return {};
        return "An ordinary user may not enter " + folder.bytes();
    });
}

// The kernel forgets their parent-death signal, so that only the helper is left to end them.
void ApplicationDeathTest::f25_setIdCommand()
{
    const ProgramFolder folder;
    QCOMPARE(chmod(folder.bytes().constData(), 0755), 0);
    if (const QByteArray obstacle = obstacleToSetId(folder); !obstacle.isEmpty())
        QSKIP(obstacle.constData());
    const QString helper = folder.path(u"helper"_s);
    const QString program = folder.path(u"set-id"_s);
    QVERIFY(QFile::copy(QStringLiteral(HELPER_PROGRAM), helper));
    QVERIFY(QFile::copy(testChildProgram(), program));
    QCOMPARE(chmod(folder.bytes(u"set-id"_s).constData(), 04755), 0);

    qputenv("ASYNCSPAWNER_HELPER", QFile::encodeName(helper));
    const auto unset = qScopeGuard([] { qunsetenv("ASYNCSPAWNER_HELPER"); });
    ApplicationProcess application({u"commands-of-nobody"_s, u"5"_s, program, u"chain"_s,
                                    u"state"_s, u"--"_s, u"sleep"_s, u"60000"_s});
    QVERIFY(application.waitFor("pdeathsig", 5));
    QCOMPARE(application.told("pdeathsig"), Processes(5, 0));
    QVERIFY(waitForCommands(application, 5));
    const Processes setIdCommands = application.told("command");
    for (const qint64 command : setIdCommands)
        QVERIFY(processFile(command, "status").contains("\nUid:\t65534\t0\t0\t0\n"));
    QVERIFY(processFile(m_helper, "status").contains("\nUid:\t65534\t65534\t65534\t65534\n"));
    signalProcess(application.processId(), SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(living(), Processes(), Soon);
}

void ApplicationDeathTest::f26_applicationExecutesItself_data()
{
    QTest::addColumn<QByteArray>("way");
    QTest::newRow("in the main thread") << "execute"_qba;
    QTest::newRow("in another thread") << "execute-in-a-thread"_qba;
}

// The process is the same one, but none of its threads and no end of a channel outlives that.
void ApplicationDeathTest::f26_applicationExecutesItself()
{
    QFETCH(const QByteArray, way);
    ApplicationProcess application(commands(10, treeCommand(2)));
    QVERIFY(waitForCommands(application, 10, 20));
    application.write(way + '\n');
    QVERIFY(application.waitFor("inherited"));
    QCOMPARE(application.told("inherited"), Processes{0}); // descriptors
    QTRY_COMPARE_WITH_TIMEOUT(living(), Processes{application.processId()}, Soon);
    QVERIFY(application.end());
}

void ApplicationDeathTest::f28_applicationEndsWithoutDestroying_data()
{
    QTest::addColumn<QByteArray>("way");
    QTest::addColumn<int>("code"); // or signal
    QTest::newRow("_exit()") << "_exit"_qba << EndCode;
    QTest::newRow("exit()") << "exit"_qba << EndCode;
    QTest::newRow("abort()") << "abort"_qba << SIGABRT;
    QTest::newRow("returns from main()") << "return"_qba << EndCode;
    QTest::newRow("a fatal signal") << "fault"_qba << SIGSEGV;
}

void ApplicationDeathTest::f28_applicationEndsWithoutDestroying()
{
    QFETCH(const QByteArray, way);
    QFETCH(const int, code);
    ApplicationProcess application(commands(5, treeCommand(2)));
    QVERIFY(waitForCommands(application, 5, 10));
    application.write(way + '\n');
    QVERIFY(application.waitForEnd());
    QCOMPARE(application.exitCode(), code);
    QCOMPARE(application.standardError(), QByteArray());
    QTRY_COMPARE_WITH_TIMEOUT(living(), Processes(), Soon);
}

QTEST_GUILESS_MAIN(ApplicationDeathTest)
#include "tst_applicationdeath.moc"
