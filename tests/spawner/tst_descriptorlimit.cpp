// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>

#include "common/commandspy.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <QtTest/QTest>

#include <algorithm>
#include <cerrno>
#include <deque>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;
using namespace Spawn;
using Error = CommandResult::Error;
using Stage = CommandResult::Stage;

// A process that may have a hundred descriptors. A command takes three while it runs.
class DescriptorLimitTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void as20_fiveHundredAtOnce();
    void as20_evenIfFarTooManyMayRun();
    void noDescriptorIsLeft();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }
    void runFiveHundred();

    SpawnerFixture m_fixture;
};

void DescriptorLimitTest::initTestCase()
{
    const rlimit limit{100, 100};
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

void DescriptorLimitTest::runFiveHundred()
{
    std::deque<CommandSpy> spies;
    for (int i = 0; i < 500; ++i)
        spies.emplace_back(spawner().aspawn({u"sleep"_s, u"0.1"_s}));
    const auto allFinished = [&spies] {
        return std::all_of(spies.begin(), spies.end(),
                           [](const CommandSpy &spy) { return spy.isFinished(); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(allFinished(), 60000);
    for (const CommandSpy &spy : spies) {
        QVERIFY2(spy.result().isSuccess(), qPrintable(spy.result().errorString()));
        QCOMPARE(spy.order(), "started exited finished");
    }
    QVERIFY(spawner().restartHistory().isEmpty());
}

void DescriptorLimitTest::as20_fiveHundredAtOnce()
{
    runFiveHundred();
}

// Then descriptors run out, and commands wait for those that others give back.
void DescriptorLimitTest::as20_evenIfFarTooManyMayRun()
{
    spawner().setMaxRunningCount(500);
    runFiveHundred();
}

void DescriptorLimitTest::noDescriptorIsLeft()
{
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    std::vector<int> taken;
    for (int fd = open("/dev/null", O_RDONLY | O_CLOEXEC); fd >= 0;
         fd = open("/dev/null", O_RDONLY | O_CLOEXEC))
        taken.push_back(fd);
    const int reason = errno;
    CommandSpy spy(spawner().aspawn({u"echo"_s, u"x"_s}));
    const bool gone = spy.waitForGone();
    // Given back while another one waits.
    CommandSpy second(spawner().aspawn({u"echo"_s, u"y"_s}));
    for (const int fd : taken)
        close(fd);
    QCOMPARE(reason, EMFILE);
    QVERIFY(gone);
    QCOMPARE(spy.order(), "finished");
    QCOMPARE(spy.result().error, Error::FailedToStart);
    QCOMPARE(spy.result().stage, Stage::Pipe);
    QCOMPARE(spy.result().systemError, EMFILE);
    QVERIFY2(spy.result().errorString().contains(qt_error_string(EMFILE)),
             qPrintable(spy.result().errorString()));
    QVERIFY(second.waitForGone());
    QCOMPARE(second.result().standardOutput, "y\n");
}

QTEST_GUILESS_MAIN(DescriptorLimitTest)
#include "tst_descriptorlimit.moc"
