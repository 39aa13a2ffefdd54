// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/commandspy.h"
#include "common/crashinghelper.h"
#include "common/helperspy.h"
#include "common/markedcommands.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <spawner/asyncspawner.h>

#include "crashpoint.h"

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace Spawn;
using namespace std::chrono_literals;

using Error = CommandResult::Error;
using Stage = CommandResult::Stage;

// A helper that dies or stops at each of its steps, and what becomes of the commands.
class CrashPointsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), CommandSpy::Patience); }

    void f03_helperKilled_data();
    void f03_helperKilled();
    void f03_helperKilledWithItsChild_data();
    void f03_helperKilledWithItsChild();
    void f03_helperKilledAtAFailedExec_data();
    void f03_helperKilledAtAFailedExec();
    void f03_startIsToldWithoutTheHelper();
    void f03_childKilledOnceAndAgain();
    void f03_inputIsWrittenAgain();
    void f23_applicationKilledBeforeItsCommandRuns_data();
    void f23_applicationKilledBeforeItsCommandRuns();
    void f05_helperStopped_data();
    void f05_helperStopped();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }
    void loseTheHelper(CrashingHelper::Action action);

    SpawnerFixture m_fixture;
    QTemporaryDir m_folder;
    HelperExit m_end; // of the one that was lost
    int m_mostAttempts = 0;
};

static void addPoints(std::initializer_list<std::pair<const char *, CrashPoint>> points)
{
    QTest::addColumn<CrashPoint>("point");
    QTest::addColumn<int>("commands");
    QTest::addColumn<int>("pass");
    for (const auto &[name, point] : points) {
        QTest::addRow("%s, the only command", name) << point << 1 << 1;
        QTest::addRow("%s, the first of ten", name) << point << 10 << 1;
        QTest::addRow("%s, the seventh of ten", name) << point << 10 << 7;
    }
}

// At the row's point. None of the row's commands notices.
void CrashPointsTest::loseTheHelper(CrashingHelper::Action action)
{
    QFETCH(CrashPoint, point);
    QFETCH(int, commands);
    QFETCH(int, pass);
    const CrashingHelper helper(point, pass, action);
    const HelperSpy helpers(spawner());
    spawner().setHelperProgram(helper.path());
    MarkedCommands marked(spawner(), commands);
    QVERIFY(marked.waitForAll());
    QCOMPARE(marked.successes(), commands);
    QVERIFY(marked.haveRunOnceIfEver());
    QTRY_COMPARE_WITH_TIMEOUT(helpers.exits.size(), 1, CommandSpy::Patience);
    m_end = helpers.exits.constFirst();
    m_mostAttempts = marked.mostAttempts();
}

void CrashPointsTest::f03_helperKilled_data()
{
    addPoints({{"the frame is taken", CrashPoint::FrameTaken},
               {"the descriptors are taken", CrashPoint::DescriptorsTaken},
               {"before the clone", CrashPoint::BeforeClone},
               {"after the clone", CrashPoint::AfterClone},
               {"the child has started", CrashPoint::ChildStarted},
               {"before the record", CrashPoint::ChildBeforeRecord},
               {"after the record", CrashPoint::ChildAfterRecord}});
}

void CrashPointsTest::f03_helperKilled()
{
    QFETCH(CrashPoint, point);
    loseTheHelper(CrashingHelper::KillHelper);
    if (QTest::currentTestFailed())
        return;
    QCOMPARE(m_end.signalNumber, SIGKILL);
    QVERIFY(m_mostAttempts <= 2);
    if (point < CrashPoint::AfterClone) {
        QVERIFY(m_end.resent > 0);
        QCOMPARE(m_mostAttempts, 2);
    }
}

void CrashPointsTest::f03_helperKilledWithItsChild_data()
{
    addPoints({{"the child has started", CrashPoint::ChildStarted},
               {"before the record", CrashPoint::ChildBeforeRecord},
               {"after the record", CrashPoint::ChildAfterRecord}});
}

// As the kernel does it that is short of memory: they share theirs.
void CrashPointsTest::f03_helperKilledWithItsChild()
{
    QFETCH(CrashPoint, point);
    QFETCH(int, commands);
    QFETCH(int, pass);
    const CrashingHelper helper(point, pass, CrashingHelper::KillHelperAndChild);
    const HelperSpy helpers(spawner());
    spawner().setHelperProgram(helper.path());
    MarkedCommands marked(spawner(), commands);
    QVERIFY(marked.waitForAll());
    QVERIFY(marked.haveRunOnceIfEver());
    QTRY_COMPARE_WITH_TIMEOUT(helpers.exits.size(), 1, CommandSpy::Patience);
    if (point != CrashPoint::ChildAfterRecord) {
        QCOMPARE(marked.successes(), commands);
        // The helper that is about to be found dead may have been given it once more.
        QVERIFY(marked.mostAttempts() == 2 || marked.mostAttempts() == 3);
        return;
    }
    // It may have executed, for all that anybody can know.
    QCOMPARE(marked.successes(), commands - 1);
    QCOMPARE(marked.failure()->error, Error::Crashed);
    QCOMPARE(marked.failure()->signalNumber, SIGKILL);
    QCOMPARE(marked.failure()->attempts, 1);
}

void CrashPointsTest::f03_helperKilledAtAFailedExec_data()
{
    QTest::addColumn<CrashingHelper::Action>("action");
    QTest::newRow("the child records it") << CrashingHelper::KillHelper;
    QTest::newRow("the child dies before it can") << CrashingHelper::KillHelperAndChild;
}

void CrashPointsTest::f03_helperKilledAtAFailedExec()
{
    QFETCH(CrashingHelper::Action, action);
    const CrashingHelper helper(CrashPoint::ChildBeforeFailure, 1, action);
    spawner().setHelperProgram(helper.path());
    const CommandResult result = runCommand(spawner(), {m_folder.filePath(u"no-such"_s)});
    QCOMPARE(result.attempts, 1);
    if (action == CrashingHelper::KillHelper) {
        QCOMPARE(result.error, Error::FailedToStart);
        QCOMPARE(result.stage, Stage::Exec);
        QCOMPARE(result.systemError, ENOENT);
    } else {
        QCOMPARE(result.error, Error::Crashed);
        QCOMPARE(result.signalNumber, SIGKILL);
    }
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
}

// The one that would have said so is dead.
void CrashPointsTest::f03_startIsToldWithoutTheHelper()
{
    for (const CrashPoint point :
         {CrashPoint::AfterClone, CrashPoint::ChildStarted, CrashPoint::ChildAfterRecord}) {
        const CrashingHelper helper(point, 1, CrashingHelper::KillHelper);
        spawner().destroy();
        spawner().setHelperProgram(helper.path());
        spawner().start();
        CommandSpy command(spawner().aspawn(testChild({u"sleep"_s, u"20000"_s})));
        QTRY_VERIFY_WITH_TIMEOUT(command.hasStarted(), 5000);
        QVERIFY(command.reply()->sendSignal(SIGUSR1));
        QVERIFY(command.waitForGone());
        QCOMPARE(command.result().signalNumber, SIGUSR1);
        QCOMPARE(command.result().attempts, 1);
    }
}

// Without its helper: once that is bad luck, and again and again somebody means it.
void CrashPointsTest::f03_childKilledOnceAndAgain()
{
    const CrashingHelper once(CrashPoint::ChildBeforeRecord, 1, CrashingHelper::KillChild);
    spawner().setHelperProgram(once.path());
    const CommandResult result = runCommand(spawner(), {u"true"_s});
    QVERIFY(result.isSuccess());
    QCOMPARE(result.attempts, 2);

    spawner().destroy();
    const CrashingHelper always(CrashPoint::ChildBeforeRecord, 1, CrashingHelper::KillEachChild);
    spawner().setHelperProgram(always.path());
    spawner().start();
    const QString mark = m_folder.filePath(u"never"_s);
    const CommandResult refused = runCommand(spawner(), testChild({u"append"_s, mark}));
    QCOMPARE(refused.error, Error::FailedToStart);
    QCOMPARE(refused.stage, Stage::Fork);
    QCOMPARE(refused.systemError, ECANCELED);
    QCOMPARE(refused.attempts, 5);
    QCOMPARE(runCount(mark), 0);
}

void CrashPointsTest::f03_inputIsWrittenAgain()
{
    // Written in part, when it is more than a pipe holds; or not at all, with an EPIPE.
    for (const int size : {1, 100'000}) {
        for (const auto action : {CrashingHelper::KillChild, CrashingHelper::KillHelperAndChild}) {
            for (const auto point : {CrashPoint::ChildStarted, CrashPoint::ChildBeforeRecord}) {
                const QByteArray input(size, 'i');
                const CrashingHelper helper(point, 1, action);
                spawner().destroy();
                spawner().setHelperProgram(helper.path());
                spawner().start();
                Command command({u"cat"_s});
                command.setStandardInput(input);
                const CommandResult result = runCommand(spawner(), command);
                QVERIFY(result.isSuccess());
                QCOMPARE(result.standardOutput, input);
                QCOMPARE(result.standardInputError, 0);
                QVERIFY(result.attempts >= 2);
            }
        }
    }
}

void CrashPointsTest::f23_applicationKilledBeforeItsCommandRuns_data()
{
    QTest::addColumn<CrashPoint>("point");
    QTest::newRow("before the clone") << CrashPoint::BeforeClone;
    QTest::newRow("after the clone") << CrashPoint::AfterClone;
    QTest::newRow("before it asks for a death signal") << CrashPoint::ChildStarted;
    QTest::newRow("after it") << CrashPoint::ChildBeforeRecord;
}

// The child may have been cloned, and must not execute: its parent is no longer the application.
void CrashPointsTest::f23_applicationKilledBeforeItsCommandRuns()
{
    QFETCH(CrashPoint, point);
    const CrashingHelper helper(point, 1, CrashingHelper::KillApplication);
    const QString mark = m_folder.filePath(u"mark-%1"_s.arg(int(point)));
    QProcess application;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"ASYNCSPAWNER_HELPER"_s, helper.path());
    application.setProcessEnvironment(environment);
    application.start(QStringLiteral(TESTAPPLICATION), {u"without-application"_s, mark});
    QVERIFY(application.waitForFinished(CommandSpy::Patience));
    QCOMPARE(application.exitStatus(), QProcess::CrashExit);
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture.leftovers().taggedProcesses(), QList<qint64>(),
                              CommandSpy::Patience);
    // After the clone it may just have executed; then it was killed in the middle of it.
    if (point != CrashPoint::AfterClone)
        QCOMPARE(runCount(mark), 0);
}

void CrashPointsTest::f05_helperStopped_data()
{
    addPoints({{"the frame is taken", CrashPoint::FrameTaken},
               {"before the clone", CrashPoint::BeforeClone},
               {"after the clone", CrashPoint::AfterClone},
               {"the child has started", CrashPoint::ChildStarted},
               {"after the record", CrashPoint::ChildAfterRecord}});
}

void CrashPointsTest::f05_helperStopped()
{
    spawner().setHeartbeatInterval(200ms);
    loseTheHelper(CrashingHelper::StopHelper);
    if (!QTest::currentTestFailed())
        QCOMPARE(m_end.reason, HelperExit::Reason::Unresponsive);
}

QTEST_GUILESS_MAIN(CrashPointsTest)
#include "tst_crashpoints.moc"
