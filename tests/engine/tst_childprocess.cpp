// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/childprocess.h"
#include "engine/longwait.h"

#include "common/leftovers.h"

#include <QtTest/QTest>

#include <csignal>
#include <fcntl.h>
#include <functional>
#include <memory>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace Spawn;
using namespace std::chrono_literals;

struct EndCounter final : ChildProcessListener
{
    void childEnded() override { ++ended; }
    void childUnkillable() override { }

    int ended = 0;
};

class TestChildProcess final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void tellsTheEndOnce();
    void terminatesWithTheSignalAsked();
    void killsWhoIgnoresTheSignal();
    void killsAtOnceWithoutADelay();
    void wakesOneThatIsStoppedToEndIt();
    void aSecondTerminateChangesNothing();
    void endsWhatIsLeftOfTheGroup();
    void leavesTheGroupOfOneThatEndedByItself();

private:
    // The child leads a group, and has executed the body's first steps when this returns.
    void start(const std::function<void()> &body);
    bool waitForEnd();
    int endingSignal(); // waits for the end, and reaps it; -1: it did not come
    bool groupIsGone(int timeout) const; // nobody holds the pipe that all inherit

    std::unique_ptr<Leftovers> m_leftovers;
    std::unique_ptr<Reactor> m_reactor;
    std::unique_ptr<ChildProcess> m_child;
    Wire::Descriptor m_alive;
    pid_t m_pid = 0;
    EndCounter m_counter;
};

[[noreturn]] static void live()
{
    for (;;)
        pause();
}

void TestChildProcess::init()
{
    m_leftovers = std::make_unique<Leftovers>();
    m_reactor = std::make_unique<Reactor>();
    m_counter = {};
}

void TestChildProcess::cleanup()
{
    m_child.reset();
    m_alive.reset();
    m_reactor.reset();
    QCOMPARE(m_leftovers->check(), QString());
}

void TestChildProcess::start(const std::function<void()> &body)
{
    int ends[2];
    QCOMPARE(pipe2(ends, O_CLOEXEC), 0);
    m_alive.reset(ends[0]);
    Wire::Descriptor theirs(ends[1]);
    m_pid = fork();
    if (m_pid == 0) {
        setpgid(0, 0);
        signal(SIGTERM, SIG_DFL); // QtTest handles it
        body();
        (void)!write(theirs.get(), "r", 1);
        live();
    }
    theirs.reset();
    char ready = 0;
    QCOMPARE(read(m_alive.get(), &ready, 1), ssize_t(1));
    m_child = std::make_unique<ChildProcess>(
        *m_reactor, m_counter, m_pid,
        Wire::Descriptor(static_cast<int>(syscall(SYS_pidfd_open, m_pid, 0))));
}

bool TestChildProcess::waitForEnd()
{
    const TimePoint end = Clock::now() + std::chrono::milliseconds(Long);
    while (m_counter.ended == 0 && Clock::now() < end)
        m_reactor->poll(100);
    return m_counter.ended == 1;
}

int TestChildProcess::endingSignal()
{
    ExitStatus status;
    return waitForEnd() && m_child->reap(status) ? status.signalNumber : -1;
}

bool TestChildProcess::groupIsGone(int timeout) const
{
    pollfd entry{m_alive.get(), POLLIN, 0};
    return poll(&entry, 1, timeout) > 0;
}

void TestChildProcess::tellsTheEndOnce()
{
    start([] {});
    ExitStatus status;
    QVERIFY(!m_child->hasEnded());
    QVERIFY(!m_child->reap(status));
    QCOMPARE(kill(m_pid, SIGUSR1), 0);
    QVERIFY(waitForEnd());
    QVERIFY(m_child->hasEnded());
    QVERIFY(m_child->reap(status));
    QVERIFY(status.known);
    QCOMPARE(status.signalNumber, SIGUSR1);
    // Newer kernels tell of the reaping, too; by then there is nobody left to be told.
    m_child.reset();
    while (m_reactor->poll()) { }
    QCOMPARE(m_counter.ended, 1);
}

void TestChildProcess::terminatesWithTheSignalAsked()
{
    start([] {});
    m_child->terminate(SIGUSR2, 60s);
    QCOMPARE(endingSignal(), SIGUSR2);
}

void TestChildProcess::killsWhoIgnoresTheSignal()
{
    start([] { signal(SIGTERM, SIG_IGN); });
    m_child->terminate(SIGTERM, 20ms);
    QCOMPARE(endingSignal(), SIGKILL);
}

void TestChildProcess::killsAtOnceWithoutADelay()
{
    start([] {});
    m_child->terminate(SIGTERM, 0ms);
    QCOMPARE(endingSignal(), SIGKILL);
}

void TestChildProcess::wakesOneThatIsStoppedToEndIt()
{
    start([] {});
    QCOMPARE(kill(m_pid, SIGSTOP), 0);
    m_child->terminate(SIGTERM, 60s);
    QCOMPARE(endingSignal(), SIGTERM);
}

void TestChildProcess::aSecondTerminateChangesNothing()
{
    start([] { signal(SIGTERM, SIG_IGN); });
    m_child->terminate(SIGTERM, 20ms);
    m_child->terminate(SIGUSR1, 60s); // neither the signal nor the delay
    QCOMPARE(endingSignal(), SIGKILL);
}

void TestChildProcess::endsWhatIsLeftOfTheGroup()
{
    start([] {
        if (fork() == 0) {
            signal(SIGTERM, SIG_IGN);
            live();
        }
    });
    m_child->terminate(SIGTERM, 60s);
    QVERIFY(waitForEnd());
    m_child->endGroup();
    ExitStatus status;
    QVERIFY(m_child->reap(status));
    QVERIFY(groupIsGone(Long));
}

void TestChildProcess::leavesTheGroupOfOneThatEndedByItself()
{
    start([] {
        if (fork() == 0)
            live();
    });
    QCOMPARE(kill(m_pid, SIGTERM), 0);
    QVERIFY(waitForEnd());
    m_child->endGroup();
    QVERIFY(!groupIsGone(100));
    m_child->signalGroup(SIGKILL); // which the zombie still leads
    QVERIFY(groupIsGone(Long));
    ExitStatus status;
    QVERIFY(m_child->reap(status));
}

QTEST_GUILESS_MAIN(TestChildProcess)
#include "tst_childprocess.moc"
