// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>

#include "common/fakehelper.h"
#include "common/heldcommand.h"
#include "common/helperspy.h"
#include "common/patience.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace Spawn;
using namespace std::chrono_literals;
using Reason = HelperExit::Reason;

// A helper that has gone mad, or has been replaced by somebody's program.
class HostileHelperTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void f80_f95_whatHasNoMeaningEndsIt_data();
    void f80_f95_whatHasNoMeaningEndsIt();
    void f80_commandsThatNobodyAskedForAreIgnored();
    void aProgramThatIsNoHelper();
    void aCommandItKeepsIsRunByTheNext();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    SpawnerFixture m_fixture;
};

void HostileHelperTest::f80_f95_whatHasNoMeaningEndsIt_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<int>("attempts"); // the command's, until it ran
    QTest::newRow("a greeting that is none") << u"greets-with-bytes"_s << 1;
    QTest::newRow("something before its greeting") << u"speaks-first"_s << 1;
    QTest::newRow("bytes") << u"bytes"_s << 2;
    QTest::newRow("a frame of another generation") << u"generation"_s << 2;
    QTest::newRow("a frame of an unknown type") << u"unknown-type"_s << 2;
    QTest::newRow("a refusal without a reason") << u"bad-refusal"_s << 2;
    QTest::newRow("two descriptors for one command") << u"wrong-descriptors"_s << 2;
}

void HostileHelperTest::f80_f95_whatHasNoMeaningEndsIt()
{
    QFETCH(QString, mode);
    QFETCH(int, attempts);

    const QTemporaryDir folder;
    const QString mark = folder.filePath(u"mark"_s);
    const HelperSpy helpers(spawner());
    FakeHelper helper(mode);

    // One that runs already, from a good helper.
    QVERIFY(helper.becomeReal());
    spawner().setHelperProgram(helper.path());
    CommandSpy running(spawner().aspawn(heldCommand(8)));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted(), Patience);
    QVERIFY(helper.becomeFake());
    kill(static_cast<pid_t>(spawner().helperProcessId()), SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(helper.starts() > 0, Patience);

    CommandSpy command(spawner().aspawn(testChild({u"append"_s, mark})));
    QTRY_VERIFY_WITH_TIMEOUT(helpers.exits.size() >= 2, Patience);
    QVERIFY(helper.becomeReal());
    QVERIFY(command.waitForGone());
    QVERIFY(command.result().isSuccess());
    QVERIFY(command.result().attempts >= attempts);
    QCOMPARE(runCount(mark), 1);
    QCOMPARE(helpers.exits[1].reason, Reason::ProtocolError);
    QCOMPARE(helpers.exits[1].signalNumber, SIGKILL);
    QVERIFY2(helpers.exits[1].text.contains(u"because of its channel: "_s),
             qPrintable(helpers.exits[1].text));
    QCOMPARE(helpers.exits[1].carriedOver, 1);
    QVERIFY(helpers.errors.isEmpty());

    QVERIFY(!running.isFinished());
    running.reply()->write("x");
    QVERIFY(running.waitForGone());
    QCOMPARE(running.result().exitCode, 8);
}

void HostileHelperTest::f80_commandsThatNobodyAskedForAreIgnored()
{
    const HelperSpy helpers(spawner());
    FakeHelper helper(u"unknown-ids"_s);
    spawner().setHelperProgram(helper.path());
    spawner().setHeartbeatInterval(100ms);
    CommandSpy command(spawner().aspawn({u"true"_s}));
    QTRY_COMPARE_WITH_TIMEOUT(command.reply()->state(), CommandReply::State::Starting, Patience);
    // It answers pings, so its silence about the command does not end it.
    AsyncSpawner other;
    QVERIFY(runCommand(other, testChild({u"sleep"_s, u"1000"_s})).isSuccess());
    QVERIFY(helpers.exits.isEmpty());
    QCOMPARE(command.order(), "");
    spawner().destroy();
    QVERIFY(command.waitForGone());
    QCOMPARE(command.result().error, CommandResult::Error::Destroyed);
}

void HostileHelperTest::aProgramThatIsNoHelper()
{
    const HelperSpy helpers(spawner());
    RestartPolicy policy;
    policy.giveUpAfter = 3;
    policy.maximumDelay = 1ms;
    spawner().setRestartPolicy(policy);
    spawner().setHelperProgram(testChildProgram()); // prints its usage
    const CommandResult result = runCommand(spawner(), {u"true"_s});
    QCOMPARE(result.error, CommandResult::Error::FailedToStart);
    QCOMPARE(helpers.errors.size(), 1);
    QCOMPARE(helpers.errors[0].kind, SpawnerError::Kind::GaveUp);
    QCOMPARE(helpers.exits.size(), 3);
    QCOMPARE(helpers.exits[0].reason, Reason::Exited);
    QCOMPARE(helpers.exits[0].exitCode, 125);
}

void HostileHelperTest::aCommandItKeepsIsRunByTheNext()
{
    const QTemporaryDir folder;
    const QString mark = folder.filePath(u"mark"_s);
    const HelperSpy helpers(spawner());
    FakeHelper helper(u"keeps-commands"_s);
    spawner().setHelperProgram(helper.path());
    CommandSpy command(spawner().aspawn(testChild({u"append"_s, mark})));
    QTRY_COMPARE_WITH_TIMEOUT(command.reply()->state(), CommandReply::State::Starting, Patience);
    QVERIFY(helper.becomeReal());
    kill(static_cast<pid_t>(spawner().helperProcessId()), SIGKILL);
    QVERIFY(command.waitForGone());
    QVERIFY(command.result().isSuccess());
    QCOMPARE(command.result().attempts, 2);
    QCOMPARE(runCount(mark), 1);
    QCOMPARE(helpers.exits.size(), 1);
    QCOMPARE(helpers.exits[0].resent, 1);
}

QTEST_GUILESS_MAIN(HostileHelperTest)
#include "tst_hostilehelper.moc"
