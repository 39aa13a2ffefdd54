// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/longwait.h"
#include "engine/processgroup.h"

#include "wire/descriptor.h"

#include <QtTest/QTest>

#include <cerrno>
#include <climits>
#include <csignal>
#include <functional>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Spawn;

// Whether a signal came that was meant for another.
static volatile sig_atomic_t received = 0;

class TestProcessGroup final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void f72_refusesWhatMeansMoreThanOneCommand_data();
    void f72_refusesWhatMeansMoreThanOneCommand();
    void signalsTheWholeGroup();
    void signalsAChildThatHasNoGroupYet();
    void signalsAGroupWhoseLeaderIsAZombie();
    void signalsOneProcessAlone();
    void saysWhenThereIsNobody();

private:
    void start(const std::function<void()> &body);
    bool isEnded(int timeoutMs = 0) const;
    bool everybodyIsGone(int timeoutMs) const; // of those that hold the pipe

    pid_t m_pid = 0;
    Wire::Descriptor m_pidfd;
    Wire::Descriptor m_alive; // readable when all are gone
};

static constexpr int Signal = SIGUSR2;

static bool isReadable(int fd, int timeoutMs)
{
    pollfd entry{fd, POLLIN, 0};
    return poll(&entry, 1, timeoutMs) > 0;
}

void TestProcessGroup::initTestCase()
{
    signal(Signal, [](int) { received = 1; });
}

// The child says when it is ready by a byte, and that it lives by holding the pipe.
void TestProcessGroup::start(const std::function<void()> &body)
{
    int ends[2];
    QCOMPARE(pipe(ends), 0);
    m_pid = fork();
    if (m_pid == 0) {
        signal(Signal, SIG_DFL);
        close(ends[0]);
        body();
        if (write(ends[1], "r", 1) != 1)
            _exit(1);
        for (;;)
            pause();
    }
    m_alive.reset(ends[0]);
    close(ends[1]);
    m_pidfd.reset(static_cast<int>(syscall(SYS_pidfd_open, m_pid, 0)));
    char byte = 0;
    QCOMPARE(read(m_alive.get(), &byte, 1), ssize_t(1));
}

void TestProcessGroup::cleanup()
{
    if (m_pid > 1) {
        kill(-m_pid, SIGKILL);
        kill(m_pid, SIGKILL);
        waitpid(m_pid, nullptr, 0);
    }
    m_pid = 0;
    QCOMPARE(int(received), 0);
    QVERIFY(everybodyIsGone(Long));
}

bool TestProcessGroup::isEnded(int timeoutMs) const
{
    return isReadable(m_pidfd.get(), timeoutMs);
}

bool TestProcessGroup::everybodyIsGone(int timeoutMs) const
{
    return !m_alive || isReadable(m_alive.get(), timeoutMs);
}

static void joinWithAnother()
{
    setpgid(0, 0);
    if (fork() == 0) {
        for (;;)
            pause();
    }
}

void TestProcessGroup::f72_refusesWhatMeansMoreThanOneCommand_data()
{
    QTest::addColumn<pid_t>("pid");
    QTest::newRow("our own group, as kill() says it") << pid_t{0};
    QTest::newRow("the init process") << pid_t{1};
    QTest::newRow("everybody") << pid_t{-1};
    QTest::newRow("another group, as kill() says it") << pid_t{-4711};
    QTest::newRow("the smallest number") << pid_t{INT_MIN};
    QTest::newRow("our own group") << getpgrp();
}

void TestProcessGroup::f72_refusesWhatMeansMoreThanOneCommand()
{
    QFETCH(pid_t, pid);

    start([] { setpgid(0, 0); });
    QCOMPARE(signalGroup(m_pidfd.get(), pid, Signal), -EINVAL);
    QVERIFY(!isEnded());
}

void TestProcessGroup::signalsTheWholeGroup()
{
    start(joinWithAnother);
    QCOMPARE(signalGroup(m_pidfd.get(), m_pid, Signal), 0);
    QVERIFY(everybodyIsGone(Long));
    int status = 0;
    QCOMPARE(waitpid(m_pid, &status, 0), m_pid);
    m_pid = 0;
    QVERIFY(WIFSIGNALED(status));
    QCOMPARE(WTERMSIG(status), Signal);
}

// It is in our group, and its number is the name of no group.
void TestProcessGroup::signalsAChildThatHasNoGroupYet()
{
    start([] {});
    QCOMPARE(getpgid(m_pid), getpgrp());
    QCOMPARE(signalGroup(m_pidfd.get(), m_pid, Signal), 0);
    QVERIFY(isEnded(Long));
}

void TestProcessGroup::signalsAGroupWhoseLeaderIsAZombie()
{
    start(joinWithAnother);
    kill(m_pid, SIGKILL);
    QVERIFY(isEnded(Long));
    QVERIFY(!everybodyIsGone(0));
    QCOMPARE(signalGroup(m_pidfd.get(), m_pid, Signal), 0);
    QVERIFY(everybodyIsGone(Long));
}

void TestProcessGroup::signalsOneProcessAlone()
{
    start(joinWithAnother);
    QCOMPARE(signalProcess(m_pidfd.get(), Signal), 0);
    QVERIFY(isEnded(Long));
    QVERIFY(!everybodyIsGone(0));
}

void TestProcessGroup::saysWhenThereIsNobody()
{
    start([] { setpgid(0, 0); });
    const pid_t pid = m_pid;
    kill(pid, SIGKILL);
    QCOMPARE(waitpid(pid, nullptr, 0), pid);
    m_pid = 0;
    QCOMPARE(signalProcess(m_pidfd.get(), Signal), -ESRCH);
    QCOMPARE(signalGroup(m_pidfd.get(), pid, Signal), -ESRCH);
    QVERIFY(signalProcess(-1, Signal) < 0);
}

QTEST_GUILESS_MAIN(TestProcessGroup)
#include "tst_processgroup.moc"
