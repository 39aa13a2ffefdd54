// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/commandspy.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"

#include <spawner/asyncspawner.h>

#include <QtTest/QTest>

#include <cerrno>
#include <csignal>
#include <linux/sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Spawn;

// A process that has got the number of a command which has ended.
class Stranger final
{
public:
    // Of a group of its own, which has the number, too.
    explicit Stranger(pid_t number)
    {
        clone_args arguments{};
        arguments.exit_signal = SIGCHLD;
        arguments.set_tid = reinterpret_cast<uintptr_t>(&number);
        arguments.set_tid_size = 1;
        m_pid = static_cast<pid_t>(syscall(SYS_clone3, &arguments, sizeof arguments));
        m_error = m_pid < 0 ? errno : 0;
        if (m_pid == 0) {
            setpgid(0, 0);
            for (;;)
                pause();
        }
    }
    ~Stranger()
    {
        if (m_pid > 0) {
            kill(m_pid, SIGKILL);
            waitpid(m_pid, nullptr, 0);
        }
    }
    Q_DISABLE_COPY_MOVE(Stranger)

    pid_t processId() const { return m_pid; }
    int error() const { return m_error; }
    bool isUntouched() const
    {
        siginfo_t info{};
        return waitid(P_PID, static_cast<id_t>(m_pid), &info,
                      WEXITED | WSTOPPED | WCONTINUED | WNOHANG | WNOWAIT)
            == 0
            && info.si_pid == 0;
    }

private:
    pid_t m_pid = -1;
    int m_error = 0;
};

class PidReuseTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), CommandSpy::Patience); }

    void f70_f71_ofAFinishedCommand();
    void f71_ofTheLeaderOfAGroupThatLivesOn();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }

    SpawnerFixture m_fixture;
};

#define REQUIRE_STRANGER(stranger, number)                                                         \
    if (stranger.error() == EPERM)                                                                 \
        QSKIP("Who is not root cannot choose the number of a process");                            \
    QCOMPARE(stranger.processId(), pid_t(number))

void PidReuseTest::f70_f71_ofAFinishedCommand()
{
    CommandReply *const reply = spawner().aspawn(testChild({u"exit"_s, u"3"_s}));
    reply->setAutoDelete(false);
    const CommandSpy spy(reply);
    QTRY_VERIFY_WITH_TIMEOUT(spy.isFinished(), CommandSpy::Patience);
    const Stranger stranger(static_cast<pid_t>(spy.processId()));
    REQUIRE_STRANGER(stranger, spy.processId());
    reply->cancel();
    reply->terminate();
    reply->kill();
    QVERIFY(!reply->sendSignal(SIGKILL));
    delete reply;
    // The helper has seen the number as well, and looks for commands to kill when it ends.
    kill(static_cast<pid_t>(spawner().helperProcessId()), SIGKILL);
    QVERIFY(runCommand(spawner(), {u"true"_s}).isSuccess());
    spawner().destroy();
    QVERIFY(runCommand(spawner(), {u"true"_s}).error == CommandResult::Error::Destroyed);
    QVERIFY(stranger.isUntouched());
}

// The leader has been reaped while a descendant holds its output, so the command has not finished.
void PidReuseTest::f71_ofTheLeaderOfAGroupThatLivesOn()
{
    using namespace std::chrono_literals;
    Command command(Command::shell(u"sleep 30 & exit 5"_s));
    command.setDrainTimeout(30s);
    CommandReply *const reply = spawner().aspawn(command);
    CommandSpy spy(reply);
    QTRY_COMPARE_WITH_TIMEOUT(spy.order(), "started exited", CommandSpy::Patience);
    // The number is not free while there is a group of that number: nobody can get it.
    const Stranger stranger(static_cast<pid_t>(spy.processId()));
    if (stranger.error() == EPERM)
        QSKIP("Who is not root cannot choose the number of a process");
    QCOMPARE(stranger.error(), EEXIST);
    reply->cancel();
    QVERIFY(spy.waitForGone());
    QCOMPARE(spy.result().exitCode, 5);
    QVERIFY(spy.result().outputHeldOpen);
    for (const qint64 process : m_fixture.leftovers().taggedProcesses())
        kill(static_cast<pid_t>(process), SIGKILL);
}

QTEST_GUILESS_MAIN(PidReuseTest)
#include "tst_pidreuse.moc"
