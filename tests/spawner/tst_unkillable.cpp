// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/commandspy.h"
#include "common/leftovers.h"
#include "common/testchild.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QElapsedTimer>
#include <QtTest/QTest>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <iterator>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Spawn;
using namespace std::chrono_literals;

using Error = CommandResult::Error;

// A command that SIGKILL does not end, as one that waits for a dead disk. That cannot be had at
// will, so the kernel is told to swallow the signal: a filter on the system calls of this process,
// which it can never take off again.
class UnkillableTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void f68_sigkillDoesNotEndIt();
};

// The low half of an argument: a signal number, flags.
static constexpr uint32_t argument(int index)
{
    const auto offset = offsetof(seccomp_data, args) + static_cast<size_t>(index) * 8;
    return static_cast<uint32_t>(offset + (Q_BYTE_ORDER == Q_BIG_ENDIAN ? 4 : 0));
}

static sock_filter load(uint32_t offset)
{
    return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset);
}

static sock_filter unless(uint32_t value, uint8_t skipped)
{
    return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, skipped);
}

// Succeeds without doing anything: SIGKILL to a group. To single processes, as the helper is one,
// it goes as ever.
static bool swallowGroupKills()
{
    constexpr uint32_t Group = 1U << 2; // PIDFD_SIGNAL_PROCESS_GROUP
    sock_filter filter[] = {
        load(offsetof(seccomp_data, nr)),
        unless(SYS_pidfd_send_signal, 5),
        load(argument(1)),
        unless(SIGKILL, 6),
        load(argument(3)),
        unless(Group, 4),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 0),
        unless(SYS_kill, 2),
        load(argument(1)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SIGKILL, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 0),
    };
    const sock_fprog program{static_cast<unsigned short>(std::size(filter)), filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        && syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0;
}

void UnkillableTest::f68_sigkillDoesNotEndIt()
{
    AsyncSpawner spawner;
    spawner.setMaxRunningCount(1);
    // The helper is there already, and the filter is not for it.
    QVERIFY(runCommand(spawner, {u"true"_s}).isSuccess());
    Command command(testChild({u"wait-signal"_s, u"USR1"_s}));
    command.setStandardOutputMode(Command::OutputMode::Stream);
    command.setKillDelay(0ms);
    CommandReply *const reply = spawner.aspawn(command);
    CommandSpy spy(reply);
    QByteArray output;
    connect(reply, &CommandReply::readyReadStandardOutput, this,
            [&] { output += reply->readAllStandardOutput(); });
    QTRY_COMPARE_WITH_TIMEOUT(output, "ready\n", CommandSpy::Patience);
    CommandSpy next(spawner.aspawn({u"true"_s}));

    if (!swallowGroupKills()) {
        QCOMPARE(kill(static_cast<pid_t>(spy.processId()), SIGKILL), 0);
        QSKIP(qPrintable(u"no filter for system calls here: "_s + qt_error_string(errno)));
    }
    QElapsedTimer time;
    time.start();
    reply->cancel();
    QVERIFY(spy.waitForGone());
    QVERIFY(time.elapsed() >= 10000);
    QCOMPARE(spy.order(), "started finished"); // nobody has seen it exit
    QCOMPARE(spy.result().error, Error::StatusUnknown);
    QCOMPARE(spy.result().exitCode, -1);
    QCOMPARE(spy.result().signalNumber, 0);
    QCOMPARE(spy.result().processId, spy.processId());
    QVERIFY(Leftovers::isAlive(spy.processId()));

    // Its place is free.
    QVERIFY(next.waitForGone());
    QVERIFY(next.result().isSuccess());

    // It ends after all, and does not stay as a zombie.
    QVERIFY(Leftovers::children().contains(spy.processId()));
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(u"a command that could not be killed has ended"_s));
    QCOMPARE(kill(static_cast<pid_t>(spy.processId()), SIGUSR1), 0);
    QTRY_VERIFY_WITH_TIMEOUT(!Leftovers::children().contains(spy.processId()),
                             CommandSpy::Patience);
    QVERIFY(runCommand(spawner, {u"true"_s}).isSuccess());
}

QTEST_GUILESS_MAIN(UnkillableTest)
#include "tst_unkillable.moc"
