// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <spawner/asyncspawner.h>

#include "common/commandspy.h"
#include "common/heldcommand.h"
#include "common/markedcommands.h"
#include "common/ordinaryuser.h"
#include "common/patience.h"
#include "common/processstate.h"
#include "common/programfolder.h"
#include "common/shortage.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtTest/QTest>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Spawn;
using namespace std::chrono_literals;
using Error = CommandResult::Error;
using Stage = CommandResult::Stage;

// A helper that has no descriptors left, or no memory, or does not take what is sent to it.
class HelperPressureTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void f30_noDescriptors_data();
    void f30_noDescriptors();
    void f30_noDescriptorsForAWhile();
    void f31_tooManyOnTheirWay();
    void f34_noMemoryForAWhile();
    void f34_noMemoryForALargeRequest();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    OrdinaryUser m_ordinaryUser; // before the fixture, which starts a thread
    SpawnerFixture m_fixture;
    ProgramFolder m_folder;
};

// ---- Descriptors -------------------------------------------------------------------------------

static int descriptorCount(qint64 processId)
{
    return static_cast<int>(QDir(u"/proc/%1/fd"_s.arg(processId))
                                .entryList(QDir::System | QDir::AllEntries | QDir::NoDotAndDotDot)
                                .size());
}

void HelperPressureTest::f30_noDescriptors_data()
{
    QTest::addColumn<int>("room");
    QTest::addColumn<int>("count"); // of commands, each with two outputs
    QTest::addColumn<Stage>("stage");
    QTest::newRow("one of two arrives") << 1 << 5 << Stage::Transfer;
    QTest::newRow("both arrive, but no pidfd") << 2 << 1 << Stage::Fork;
}

void HelperPressureTest::f30_noDescriptors()
{
    QFETCH(int, room);
    QFETCH(int, count);
    QFETCH(Stage, stage);
    spawner().start();
    QTRY_COMPARE_WITH_TIMEOUT(spawner().state(), AsyncSpawner::State::Running, Patience);
    const qint64 helper = spawner().helperProcessId();
    const int before = descriptorCount(helper);
    LoweredLimit limit(helper, RLIMIT_NOFILE, rlim_t(before + room));
    QVERIFY(limit.isSet());
    const UsedTime used(helper);
    QElapsedTimer time;
    time.start();
    std::deque<CommandSpy> refused;
    for (int i = 0; i < count; ++i)
        refused.emplace_back(spawner().aspawn({u"true"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(allFinished(refused), Patience);
    QVERIFY2(time.elapsed() < 5000, qPrintable(QString::number(time.elapsed())));
    QVERIFY(used.isLittle());
    QCOMPARE(notRefused(refused, stage, EMFILE), QString());
    QTRY_COMPARE_WITH_TIMEOUT(descriptorCount(helper), before, Patience);
    limit.raise();
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    QCOMPARE(spawner().helperProcessId(), helper);
    QTRY_COMPARE_WITH_TIMEOUT(descriptorCount(helper), before, Patience);
}

void HelperPressureTest::f30_noDescriptorsForAWhile()
{
    spawner().start();
    QTRY_COMPARE_WITH_TIMEOUT(spawner().state(), AsyncSpawner::State::Running, Patience);
    const qint64 helper = spawner().helperProcessId();
    const int before = descriptorCount(helper);
    CommandSpy running(spawner().aspawn(heldCommand(5)));
    CommandSpy clock(spawner().aspawn(sleeper(LongerThanAShortage)));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted() && clock.hasStarted(), Patience);
    QTRY_COMPARE_WITH_TIMEOUT(descriptorCount(helper), before, Patience);
    LoweredLimit limit(helper, RLIMIT_NOFILE, rlim_t(before));
    QVERIFY(limit.isSet());
    const UsedTime used(helper);
    MarkedCommands waiting(spawner(), 5);
    QVERIFY(clock.waitForGone());
    const bool usedLittle = used.isLittle();
    QVERIFY(clock.result().isSuccess());
    QVERIFY(noneFinished(waiting.spies()));
    limit.raise();
    QVERIFY(waiting.waitForAll());
    QCOMPARE(notSuccessful(waiting.spies()), QString());
    QVERIFY(waiting.haveRunOnceIfEver());
    running.reply()->write("x");
    QVERIFY(running.waitForGone());
    QCOMPARE(running.result().exitCode, 5);
    QCOMPARE(spawner().helperProcessId(), helper);
    QTRY_COMPARE_WITH_TIMEOUT(descriptorCount(helper), before, Patience);
    QVERIFY(usedLittle);
}

// ---- The way to it -----------------------------------------------------------------------------

// Whether the kernel takes no more of this user's descriptors into a socket.
static bool takesNoDescriptor()
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return false;
    char byte = 0;
    iovec io{&byte, 1};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))]{};
    msghdr message{};
    message.msg_iov = &io;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr *const header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &ends[0], sizeof(int));
    const bool refused = sendmsg(ends[0], &message, MSG_DONTWAIT) < 0 && errno == ETOOMANYREFS;
    close(ends[0]);
    close(ends[1]);
    return refused;
}

void HelperPressureTest::f31_tooManyOnTheirWay()
{
    static constexpr int Extras = 10;
    spawner().setHeartbeatInterval(0ms); // the stopped helper would be replaced
    spawner().setMaxRunningCount(1000);
    CommandSpy clock(spawner().aspawn(sleeper(1500)));
    QTRY_VERIFY_WITH_TIMEOUT(clock.hasStarted(), Patience);
    const qint64 helper = spawner().helperProcessId();
    // The kernel lets as many of a user's be on their way as one of his processes may have.
    LoweredLimit limit(getpid(), RLIMIT_NOFILE, 300);
    QVERIFY(limit.isSet());
    const auto goOn = qScopeGuard([helper] { kill(static_cast<pid_t>(helper), SIGCONT); });
    QCOMPARE(kill(static_cast<pid_t>(helper), SIGSTOP), 0);

    Command command(testChild({u"fds"_s}));
    for (int i = 0; i < Extras; ++i)
        command.setDescriptor(10 + i, 0);
    std::deque<CommandSpy> spies;
    for (int i = 0; i < 200; ++i)
        spies.emplace_back(spawner().aspawn(command));
    // Not QTRY, which asks twice: what others of this user have on their way comes and goes.
    QVERIFY(QTest::qWaitFor(takesNoDescriptor, Patience));
    const UsedTime used(helper);
    QVERIFY(clock.waitForGone());
    const bool usedLittle = used.isLittle();
    QVERIFY(QTest::qWaitFor(takesNoDescriptor, Patience));
    QVERIFY(spawner().runningCount() <= 1 + 64); // what runs, and the engine's own bound
    QVERIFY(noneFinished(spies));

    kill(static_cast<pid_t>(helper), SIGCONT);
    QTRY_VERIFY_WITH_TIMEOUT(allFinished(spies), Patience);
    QCOMPARE(notSuccessful(spies), QString());
    for (const CommandSpy &spy : spies) {
        QCOMPARE(descriptorsOf(spy.result().standardOutput).size(), 3 + Extras);
        QCOMPARE(spy.result().attempts, 1);
    }
    QCOMPARE(spawner().helperProcessId(), helper);
    QVERIFY(spawner().restartHistory().isEmpty());
    QVERIFY(usedLittle);
}

// ---- Memory ------------------------------------------------------------------------------------

// What it has, and a few bytes more.
static rlim_t memoryOf(qint64 processId)
{
    return processFile(processId, "statm").split(' ').value(0).toULongLong() * 4096 + (32 << 10);
}

// It has the memory of one child, which does not leave it: its input is a FIFO that nobody has
// opened for writing.
void HelperPressureTest::f34_noMemoryForAWhile()
{
#ifdef __SANITIZE_ADDRESS__
    QSKIP("The sanitizer takes more memory whenever it likes.");
#endif
    QCOMPARE(mkfifo(m_folder.bytes(u"fifo"_s).constData(), 0600), 0);
    Command stuck(testChild({u"exit"_s, u"5"_s}));
    stuck.setStandardInputFile(m_folder.path(u"fifo"_s));
    CommandSpy running(spawner().aspawn(stuck));
    AsyncSpawner other;
    CommandSpy clock(other.aspawn(sleeper(500)));
    QTRY_VERIFY_WITH_TIMEOUT(clock.hasStarted(), Patience);
    QTRY_COMPARE_WITH_TIMEOUT(Leftovers::children().size(), 4, Patience); // and both helpers
    const qint64 helper = spawner().helperProcessId();
    LoweredLimit limit(helper, RLIMIT_AS, memoryOf(helper));
    QVERIFY(limit.isSet());
    const UsedTime used(helper);
    const QString mark = m_folder.path(u"mark"_s);
    CommandSpy waiting(spawner().aspawn(testChild({u"append"_s, mark})));
    QVERIFY(clock.waitForGone());
    QVERIFY(clock.result().isSuccess());
    QVERIFY(!waiting.isFinished());
    const bool usedLittle = used.isLittle();
    limit.raise();
    QVERIFY(waiting.waitForGone());
    QVERIFY2(waiting.result().isSuccess(), qPrintable(waiting.result().errorString()));
    QCOMPARE(runCount(mark), 1);
    QVERIFY(!running.isFinished());
    const int writer = open(m_folder.bytes(u"fifo"_s).constData(), O_WRONLY | O_CLOEXEC);
    QVERIFY(writer >= 0);
    close(writer);
    QVERIFY(running.waitForGone());
    QCOMPARE(running.result().exitCode, 5);
    QCOMPARE(spawner().helperProcessId(), helper);
    QVERIFY(spawner().restartHistory().isEmpty());
    QVERIFY(usedLittle);
}

// It waits for memory, and the helper goes on.
void HelperPressureTest::f34_noMemoryForALargeRequest()
{
#ifdef __SANITIZE_ADDRESS__
    QSKIP("The sanitizer takes more memory whenever it likes.");
#endif
    CommandSpy running(spawner().aspawn(heldCommand(5)));
    CommandSpy clock(spawner().aspawn(sleeper(500)));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted() && clock.hasStarted(), Patience);
    const qint64 helper = spawner().helperProcessId();
    LoweredLimit limit(helper, RLIMIT_AS, memoryOf(helper));
    QVERIFY(limit.isSet());
    const QString mark = m_folder.path(u"large"_s);
    CommandSpy waiting(spawner().aspawn(testChild({u"append"_s, mark, u"exit"_s, u"3"_s})
                                        + QStringList(14, QString(130'000, u'x'))));
    QVERIFY(clock.waitForGone());
    QVERIFY(clock.result().isSuccess());
    limit.raise();
    QVERIFY(waiting.waitForGone());
    QCOMPARE(waiting.order(), "started exited finished");
    QCOMPARE(waiting.result().exitCode, 3);
    QCOMPARE(runCount(mark), 1);
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    running.reply()->write("x");
    QVERIFY(running.waitForGone());
    QCOMPARE(running.result().exitCode, 5);
    QCOMPARE(spawner().helperProcessId(), helper);
    QVERIFY(spawner().restartHistory().isEmpty());
}

QTEST_GUILESS_MAIN(HelperPressureTest)
#include "tst_helperpressure.moc"
