// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/exitstatus.h"

#include "common/infork.h"
#include "wire/descriptor.h"

#include <QtTest/QTest>

#include <csignal>
#include <cstdio>
#include <ctime>
#include <functional>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Spawn;

class TestExitStatus final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysHowItEnded_data();
    void saysHowItEnded();
    void saysWhatTheKernelSaysOfACoreDump();
    void saysNothingWhileItRuns();
    void looksWithoutReaping();
    void countsWhatItUsed();
    void f73_childrenThatAreIgnored();
    void f74_aThiefOfStatuses();
};

struct Child
{
    pid_t pid = 0;
    Wire::Descriptor pidfd;

    // It does nothing before there is its descriptor: one that nobody has to reap would be gone.
    explicit Child(const std::function<void()> &body)
    {
        int gate[2];
        if (pipe(gate) != 0)
            return;
        pid = fork();
        if (pid == 0) {
            close(gate[1]);
            char byte = 0;
            if (read(gate[0], &byte, 1) == 0)
                body();
            _exit(0);
        }
        pidfd.reset(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
        close(gate[0]);
        close(gate[1]);
    }
    bool waitForEnd() const
    {
        pollfd entry{pidfd.get(), POLLIN, 0};
        return poll(&entry, 1, 10000) > 0;
    }
};

static void dieOf(int signalNumber)
{
    signal(signalNumber, SIG_DFL);
    raise(signalNumber);
}

void TestExitStatus::saysHowItEnded_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("signalNumber");

    for (const int code : {0, 1, 2, 3, 126, 127, 128, 137, 254, 255})
        QTest::addRow("exits with %d", code) << code << 0;
    for (const int number : {SIGKILL, SIGTERM, SIGHUP, SIGINT, SIGPIPE, SIGUSR1, SIGALRM, 34, 64})
        QTest::addRow("killed by signal %d", number) << -1 << number;
}

void TestExitStatus::saysHowItEnded()
{
    QFETCH(int, code);
    QFETCH(int, signalNumber);

    const Child child([&] {
        if (signalNumber == 0)
            _exit(code);
        dieOf(signalNumber);
    });
    QVERIFY(child.waitForEnd());
    ExitStatus status;
    QVERIFY(reap(child.pidfd.get(), status));
    QVERIFY(status.known);
    QCOMPARE(status.exitCode, code);
    QCOMPARE(status.signalNumber, signalNumber);
    QVERIFY(!status.coreDumped);
    QCOMPARE(waitpid(child.pid, nullptr, WNOHANG), -1); // it has been reaped
}

// Whether there is one depends on the limit and on the machine, so a second one is asked.
void TestExitStatus::saysWhatTheKernelSaysOfACoreDump()
{
    const auto crash = [] {
        dieOf(SIGABRT);
    };
    const Child control(crash);
    int wanted = 0;
    QCOMPARE(waitpid(control.pid, &wanted, 0), control.pid);
    const Child child(crash);
    QVERIFY(child.waitForEnd());
    ExitStatus status;
    QVERIFY(reap(child.pidfd.get(), status));
    QCOMPARE(status.signalNumber, SIGABRT);
    QCOMPARE(status.coreDumped, bool(WCOREDUMP(wanted)));
    QCOMPARE(status.exitCode, -1);
}

void TestExitStatus::saysNothingWhileItRuns()
{
    const Child child([] { pause(); });
    QVERIFY(!hasEnded(child.pidfd.get()));
    ExitStatus status;
    QVERIFY(!reap(child.pidfd.get(), status));
    QVERIFY(!status.known);
    kill(child.pid, SIGKILL);
    QVERIFY(child.waitForEnd());
    QVERIFY(reap(child.pidfd.get(), status));
    QCOMPARE(status.signalNumber, SIGKILL);
}

void TestExitStatus::looksWithoutReaping()
{
    const Child child([] { _exit(5); });
    QVERIFY(child.waitForEnd());
    QVERIFY(hasEnded(child.pidfd.get()));
    QVERIFY(hasEnded(child.pidfd.get()));
    ExitStatus status;
    QVERIFY(reap(child.pidfd.get(), status));
    QCOMPARE(status.exitCode, 5);
}

void TestExitStatus::countsWhatItUsed()
{
    const Child child([] {
        while (clock() < CLOCKS_PER_SEC / 20) { }
    });
    QVERIFY(child.waitForEnd());
    ExitStatus status;
    QVERIFY(reap(child.pidfd.get(), status));
    const auto used
        = std::chrono::seconds(status.usage.ru_utime.tv_sec + status.usage.ru_stime.tv_sec)
        + std::chrono::microseconds(status.usage.ru_utime.tv_usec + status.usage.ru_stime.tv_usec);
    QVERIFY(used >= std::chrono::milliseconds(40));
    QVERIFY(status.usage.ru_maxrss > 0);
}

// Of a child whose status somebody else has taken: nothing, or what is wrong.
static QByteArray problemOf(const ExitStatus &status)
{
    utsname system{};
    uname(&system);
    int major = 0;
    int minor = 0;
    if (sscanf(system.release, "%d.%d", &major, &minor) != 2)
        return "a kernel without a version";
    // Since then the kernel keeps it with the descriptor.
    const bool isKept = major > 6 || (major == 6 && minor >= 15);
    if (status.known != isKept)
        return isKept ? "the status is lost" : "a status that nobody can know";
    if (isKept && (status.exitCode != 7 || status.signalNumber != 0))
        return "another status: " + QByteArray::number(status.exitCode);
    if (!isKept && (status.exitCode != -1 || status.signalNumber != 0))
        return "a made-up status";
    return {};
}

void TestExitStatus::f73_childrenThatAreIgnored()
{
    QCOMPARE(inFork([]() -> QByteArray {
                 signal(SIGCHLD, SIG_IGN);
                 QByteArray problem;
                 // Between its end and what is kept of it there are microseconds.
                 for (int i = 0; i < 500 && problem.isEmpty(); ++i) {
                     const Child child([] { _exit(7); });
                     if (!child.waitForEnd())
                         return "it does not end";
                     ExitStatus status;
                     while (!reap(child.pidfd.get(), status)) { }
                     problem = problemOf(status);
                 }
                 return problem;
             }),
             QByteArray());
}

void TestExitStatus::f74_aThiefOfStatuses()
{
    QCOMPARE(inFork([]() -> QByteArray {
                 int gate[2];
                 if (pipe(gate) != 0)
                     return "no pipe";
                 const Child child([&] {
                     char byte = 0;
                     close(gate[1]);
                     if (read(gate[0], &byte, 1) == 0)
                         _exit(7);
                 });
                 ExitStatus status;
                 if (reap(child.pidfd.get(), status))
                     return "reaped while it ran";
                 close(gate[1]);
                 if (waitpid(-1, nullptr, 0) != child.pid)
                     return "nothing was stolen";
                 if (!reap(child.pidfd.get(), status))
                     return "it waits for ever";
                 return problemOf(status);
             }),
             QByteArray());
}

QTEST_GUILESS_MAIN(TestExitStatus)
#include "tst_exitstatus.moc"
