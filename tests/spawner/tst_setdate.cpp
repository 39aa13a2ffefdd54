// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/commandspy.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QDateTime>
#include <QtCore/QElapsedTimer>
#include <QtCore/QTimer>
#include <QtTest/QTest>

#include <atomic>
#include <chrono>
#include <csignal>
#include <ctime>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Spawn;
using namespace std::chrono_literals;
using Error = CommandResult::Error;

// ---- The date ----------------------------------------------------------------------------------

// Whoever asks for the date in this process, in whichever library, asks the functions below. The
// machine's own is left alone: every file that others write meanwhile would bear it, and what a
// build believes to be new would be wrong for an hour.
static std::atomic<long> dateOffset = 0; // seconds

static timespec dateOf(clockid_t clock)
{
    timespec time{};
    syscall(SYS_clock_gettime, clock, &time);
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE || clock == CLOCK_TAI)
        time.tv_sec += dateOffset;
    return time;
}

extern "C" {
__attribute__((visibility("default"))) int clock_gettime(clockid_t clock, timespec *time) noexcept
{
    *time = dateOf(clock);
    return 0;
}

__attribute__((visibility("default"))) int gettimeofday(timeval *time, void *) noexcept
{
    const timespec now = dateOf(CLOCK_REALTIME);
    *time = {now.tv_sec, now.tv_nsec / 1000};
    return 0;
}

__attribute__((visibility("default"))) time_t time(time_t *out) noexcept
{
    const time_t now = dateOf(CLOCK_REALTIME).tv_sec;
    if (out != nullptr)
        *out = now;
    return now;
}
}

// ---- The test ----------------------------------------------------------------------------------

// Somebody sets the date while commands run, and before they are started.
class SetDateTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { m_fixture.begin(); }
    void cleanup();

    void f75_timeoutIsNeitherEarlyNorLate_data() { addSteps(); }
    void f75_timeoutIsNeitherEarlyNorLate();
    void f75_timesOfAResult_data() { addSteps(); }
    void f75_timesOfAResult();
    void f75_helperIsLeftAlone_data() { addSteps(); }
    void f75_helperIsLeftAlone();
    void f75_uptimeOfAHelper_data() { addSteps(); }
    void f75_uptimeOfAHelper();

private:
    static constexpr int Patience = CommandSpy::Patience;
    static constexpr long Hour = 3600;

    static void addSteps();
    static void setDate();
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    SpawnerFixture m_fixture;
};

// Of what is measured in this test: a second and more late is a busy machine, an hour is not.
static constexpr auto AMoment = 20s;

void SetDateTest::initTestCase()
{
    const qint64 before = QDateTime::currentSecsSinceEpoch();
    const auto steady = std::chrono::steady_clock::now();
    dateOffset = Hour;
    QVERIFY(QDateTime::currentSecsSinceEpoch() - before >= Hour); // Qt asks us
    QVERIFY(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()) - before
            >= Hour); // and so does C++
    QVERIFY(std::chrono::steady_clock::now() - steady < AMoment);
    dateOffset = 0;
}

void SetDateTest::cleanup()
{
    dateOffset = 0;
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), Patience);
}

void SetDateTest::addSteps()
{
    QTest::addColumn<QList<long>>("steps"); // one after the other
    QTest::newRow("an hour on") << QList<long>{Hour};
    QTest::newRow("an hour back") << QList<long>{-Hour};
    QTest::newRow("an hour on and back") << QList<long>{Hour, 0};
}

void SetDateTest::setDate()
{
    QFETCH(QList<long>, steps);
    for (const long step : steps) {
        dateOffset = step;
        QTest::qWait(50); // in which everybody may see it
    }
}

void SetDateTest::f75_timeoutIsNeitherEarlyNorLate()
{
    Command shortOne(testChild({u"sleep"_s, u"60000"_s}));
    shortOne.setTimeout(700ms);
    Command longOne = shortOne;
    longOne.setTimeout(1h);
    Command waiting({u"true"_s});
    waiting.setQueueTimeout(700ms);
    spawner().setMaxRunningCount(2);
    QElapsedTimer time;
    time.start();
    CommandSpy timesOut(spawner().aspawn(shortOne));
    CommandSpy runsOn(spawner().aspawn(longOne));
    QTRY_VERIFY_WITH_TIMEOUT(timesOut.hasStarted() && runsOn.hasStarted(), Patience);
    waiting.setPriority(-1);
    CommandSpy neverStarts(spawner().aspawn(waiting));
    spawner().setMaxRunningCount(1);
    setDate();
    QVERIFY(!timesOut.isFinished() || time.hasExpired(700));
    QVERIFY(timesOut.waitForGone());
    QVERIFY2(time.hasExpired(700), qPrintable(QString::number(time.elapsed())));
    QCOMPARE(timesOut.result().error, Error::TimedOut);
    QVERIFY(timesOut.result().elapsed >= 700ms && timesOut.result().elapsed < AMoment);
    QVERIFY(neverStarts.waitForGone());
    QCOMPARE(neverStarts.result().error, Error::TimedOut);
    QVERIFY(neverStarts.result().queued >= 700ms && neverStarts.result().queued < AMoment);
    QVERIFY(!runsOn.isFinished());
    QVERIFY(runsOn.reply()->sendSignal(SIGKILL));
    QVERIFY(runsOn.waitForGone());
    QCOMPARE(runsOn.result().error, Error::Crashed);
}

void SetDateTest::f75_timesOfAResult()
{
    spawner().setMaxRunningCount(1);
    CommandSpy first(spawner().aspawn(testChild({u"sleep"_s, u"300"_s})));
    CommandSpy second(spawner().aspawn(testChild({u"sleep"_s, u"10"_s})));
    QTRY_VERIFY_WITH_TIMEOUT(first.hasStarted(), Patience);
    setDate();
    QVERIFY(first.waitForGone() && second.waitForGone());
    QVERIFY(first.result().isSuccess() && second.result().isSuccess());
    QVERIFY(first.result().queued >= 0s && first.result().queued < AMoment);
    QVERIFY(first.result().elapsed >= 300ms && first.result().elapsed < AMoment);
    QVERIFY(second.result().queued >= 300ms && second.result().queued < AMoment);
    QVERIFY(second.result().elapsed >= 10ms && second.result().elapsed < AMoment);
}

void SetDateTest::f75_helperIsLeftAlone()
{
    spawner().setHeartbeatInterval(100ms);
    spawner().start();
    QTRY_COMPARE_WITH_TIMEOUT(spawner().state(), AsyncSpawner::State::Running, Patience);
    const qint64 helper = spawner().helperProcessId();
    setDate();
    const QDeadlineTimer someHeartbeats(600);
    QTRY_VERIFY_WITH_TIMEOUT(someHeartbeats.hasExpired(), Patience);
    QCOMPARE(spawner().helperProcessId(), helper);
    QVERIFY(spawner().restartHistory().isEmpty());
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    QCOMPARE(spawner().helperProcessId(), helper);
}

void SetDateTest::f75_uptimeOfAHelper()
{
    spawner().start();
    QTRY_COMPARE_WITH_TIMEOUT(spawner().state(), AsyncSpawner::State::Running, Patience);
    setDate();
    QCOMPARE(kill(static_cast<pid_t>(spawner().helperProcessId()), SIGKILL), 0);
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    QTRY_COMPARE_WITH_TIMEOUT(spawner().restartHistory().size(), 1, Patience);
    const HelperExit end = spawner().restartHistory().constFirst();
    QVERIFY(end.uptime >= 50ms && end.uptime < AMoment);
    // The one time that is a date is the one that the machine shows.
    QVERIFY(qAbs(end.time.secsTo(QDateTime::currentDateTimeUtc())) < Hour / 2);
}

QTEST_GUILESS_MAIN(SetDateTest)
#include "tst_setdate.moc"
