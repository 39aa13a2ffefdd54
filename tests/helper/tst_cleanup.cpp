// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/leftovers.h"
#include "helper/helperlink.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <csignal>
#include <fcntl.h>
#include <functional>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Spawn::Wire;

// An application in a process of its own, to be killed. It runs "tree": a command with a child in
// its group; prints the pids; and waits.
struct Pids
{
    pid_t helper = 0;
    pid_t command = 0;
    pid_t grandchild = 0;
};

class tst_Cleanup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void killsGroupsOfADeadApplication_data();
    void killsGroupsOfADeadApplication();
    void killsGroupsOfAnEarlierHelper();
    void killsWhoHasNotExecutedYet();
    void endsWithoutAnApplicationToFind();

private:
    // In the application.
    static pid_t startTree(HelperLink &link, quint64 id, bool isDetached);
    bool startApplication(const std::function<Pids()> &body, Pids &pids);

    pid_t m_application = 0;
};

static bool isGone(pid_t pid)
{
    return !Leftovers::isAlive(pid);
}

void tst_Cleanup::init()
{
    // What an application leaves becomes ours, and is reaped: a zombie that nobody reaps would
    // keep its group alive.
    QCOMPARE(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
}

void tst_Cleanup::cleanup()
{
    if (m_application > 0)
        kill(m_application, SIGKILL);
    m_application = 0;
    while (waitpid(-1, nullptr, WNOHANG) > 0) { }
}

// Returns the grandchild's pid.
pid_t tst_Cleanup::startTree(HelperLink &link, quint64 id, bool isDetached)
{
    int fds[2];
    if (pipe2(fds, O_CLOEXEC) != 0)
        return 0;
    Request request = testChildRequest({"tree", "1"});
    request.message.flags = isDetached ? uint32_t{SpawnMessage::Detached} : 0;
    request.message.streams[1].source = Source::Lane;
    request.descriptors = {fds[1]};
    link.spawn(id, request);
    close(fds[1]);
    char text[32] = {};
    if (!waitUntilReadable(fds[0]) || read(fds[0], text, sizeof text - 1) <= 0
        || !link.isCloned(id))
        return 0;
    return atoi(text);
}

bool tst_Cleanup::startApplication(const std::function<Pids()> &body, Pids &pids)
{
    int fds[2];
    if (pipe2(fds, O_CLOEXEC) != 0)
        return false;
    m_application = fork();
    if (m_application == 0) {
        const Pids started = body();
        if (write(fds[1], &started, sizeof started) != sizeof started)
            _exit(1);
        for (;;)
            pause();
    }
    close(fds[1]);
    const bool ok = waitUntilReadable(fds[0]) && read(fds[0], &pids, sizeof pids) == sizeof pids;
    close(fds[0]);
    return ok && pids.helper > 1 && pids.command > 1;
}

void tst_Cleanup::killsGroupsOfADeadApplication_data()
{
    QTest::addColumn<bool>("isDetached");
    QTest::newRow("attached") << false;
    QTest::newRow("detached ones stay") << true;
}

void tst_Cleanup::killsGroupsOfADeadApplication()
{
    QFETCH(const bool, isDetached);
    Pids pids;
    QVERIFY(startApplication(
        [isDetached] {
            auto *const link = new HelperLink; // the application never comes to destroy it
            Pids started;
            if (link->startAndGreet()) {
                started.grandchild = startTree(*link, 3, isDetached);
                started.helper = link->processId();
                started.command = link->slot(3).pid;
            }
            return started;
        },
        pids));
    QVERIFY(pids.grandchild > 1);
    QVERIFY(!isGone(pids.command) && !isGone(pids.grandchild) && !isGone(pids.helper));
    kill(m_application, SIGKILL);
    QTRY_VERIFY(isGone(pids.helper));
    if (isDetached) {
        QVERIFY(!isGone(pids.command) && !isGone(pids.grandchild));
        kill(-pids.command, SIGKILL);
    }
    QTRY_VERIFY(isGone(pids.command));
    QTRY_VERIFY(isGone(pids.grandchild));
}

// A command goes on when its helper is replaced; the next helper has the same ledger.
void tst_Cleanup::killsGroupsOfAnEarlierHelper()
{
    Pids pids;
    QVERIFY(startApplication(
        [] {
            auto *const first = new HelperLink;
            auto *const second = new HelperLink;
            Pids started;
            if (first->startAndGreet()) {
                started.grandchild = startTree(*first, 1, false);
                started.command = first->slot(1).pid;
                kill(first->processId(), SIGKILL);
                first->helperEnd();
                second->ledger.reset(first->ledger.release());
                if (second->startAndGreet())
                    started.helper = second->processId();
            }
            return started;
        },
        pids));
    QVERIFY(pids.grandchild > 1);
    QVERIFY(!isGone(pids.command) && !isGone(pids.grandchild));
    kill(m_application, SIGKILL);
    QTRY_VERIFY(isGone(pids.helper));
    QTRY_VERIFY(isGone(pids.command));
    QTRY_VERIFY(isGone(pids.grandchild));
}

void tst_Cleanup::killsWhoHasNotExecutedYet()
{
    const QTemporaryDir folder;
    const QByteArray fifo = folder.filePath(QStringLiteral("fifo")).toUtf8();
    QCOMPARE(mkfifo(fifo.constData(), 0600), 0);
    Pids pids;
    QVERIFY(startApplication(
        [&fifo] {
            auto *const link = new HelperLink;
            Pids started;
            if (link->startAndGreet()) {
                Request request = testChildRequest({"exit", "0"});
                request.message.streams[0] = {Source::File, O_RDONLY, fifo.constData()};
                link->spawn(1, request);
                link->isCloned(1);
                started.helper = link->processId();
                started.command = link->slot(1).pid;
            }
            return started;
        },
        pids));
    QVERIFY(!isGone(pids.command));
    kill(m_application, SIGKILL);
    QTRY_VERIFY(isGone(pids.helper));
    QTRY_VERIFY(isGone(pids.command));
}

// The descriptors are an engine's, but whoever made them is not the parent.
void tst_Cleanup::endsWithoutAnApplicationToFind()
{
    HelperLink link;
    const pid_t middle = fork();
    if (middle == 0)
        _exit(link.start() ? link.helperEnd().status : 99);
    int status = 0;
    QCOMPARE(waitpid(middle, &status, 0), middle);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
}

QTEST_GUILESS_MAIN(tst_Cleanup)
#include "tst_cleanup.moc"
