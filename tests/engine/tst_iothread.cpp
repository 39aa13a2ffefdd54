// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/patience.h"
#include "engine/iothread.h"

#include "common/applicationprocess.h"
#include "common/heldcommand.h"
#include "common/leftovers.h"
#include "common/processstate.h"
#include "common/testchild.h"
#include "spawner/asyncspawner.h"

#include <QtCore/QDir>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtCore/QThread>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <csignal>
#include <memory>
#include <poll.h>
#include <sched.h>
#include <sys/resource.h>

using namespace Spawn;
using namespace Qt::StringLiterals;

class TestIoThread final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void isOneForAllSpawners();
    void blocksSignals();
    void endsOfCommandsDoNotWakeTheMainThread();
    void leavesTheSignalsOfTheHostsOwnChildrenAlone();
    void isNoBurdenForTheCaller();
    void endsWithTheApplication();
    void aSpawnerOutlivesTheApplication();
    void worksWithoutAnApplication();
    void startsAgainWithASecondApplication();
    void exitInASlotLeavesNothing();
    void aForkedCopyEndsWithoutIt();
    void f24_commandsOutliveTheThreadThatAskedForThem();
    void commandsEndWithTheSpawnerOfAThread();
};

struct Ended
{
    QByteArray output;
    QByteArray errors;
    int exitCode = -1; // unless it exited by itself, in time
};

// unowned: Qt leaves something behind, or only the thread points to it that is not in a copy. The
// sanitizer shall not look for it then.
static Ended runApplication(const QStringList &arguments, bool unowned = false)
{
    QProcess process;
    if (unowned) {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"ASAN_OPTIONS"_s, u"detect_leaks=0"_s);
        process.setProcessEnvironment(environment);
    }
    process.start(QStringLiteral(TESTAPPLICATION), arguments);
    Ended ended;
    const bool inTime = process.waitForFinished(Patience);
    ended.output = process.readAllStandardOutput();
    ended.errors = process.readAllStandardError();
    if (inTime && process.exitStatus() == QProcess::NormalExit)
        ended.exitCode = process.exitCode();
    return ended;
}

static QList<qint64> ioThreads()
{
    QList<qint64> result;
    const QStringList entries
        = QDir(u"/proc/self/task"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &entry : entries) {
        if (processFile(entry.toLongLong(), "comm") == "spawn-io\n")
            result.append(entry.toLongLong());
    }
    return result;
}

static int exitCodeOf(AsyncSpawner &spawner, const QStringList &argv)
{
    CommandResult result;
    bool finished = false;
    QObject context;
    spawner.aspawn(argv, &context, [&](const CommandResult &ended) {
        result = ended;
        finished = true;
    });
    return QTest::qWaitFor([&] { return finished; }, Patience) ? result.exitCode : -1;
}

void TestIoThread::initTestCase()
{
    AsyncSpawner spawner;
    QCOMPARE(exitCodeOf(spawner, testChild({u"exit"_s, u"3"_s})), 3);
}

void TestIoThread::cleanup()
{
    QTRY_COMPARE(Leftovers::children(), QList<qint64>());
}

void TestIoThread::isOneForAllSpawners()
{
    AsyncSpawner first;
    AsyncSpawner second;
    QCOMPARE(exitCodeOf(first, testChild({u"exit"_s, u"3"_s})), 3);
    QCOMPARE(exitCodeOf(second, testChild({u"exit"_s, u"4"_s})), 4);
    QCOMPARE(ioThreads().size(), 1);
    QVERIFY(IoThread::mailbox() == IoThread::mailbox());
}

void TestIoThread::blocksSignals()
{
    const QByteArray status = processFile(ioThreads().value(0), "status");
    const qsizetype start = status.indexOf("SigBlk:\t") + 8;
    const quint64 blocked = status.mid(start, 16).toULongLong(nullptr, 16);
    for (const int number : {SIGPIPE, SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGALRM})
        QVERIFY2((blocked >> (number - 1) & 1) != 0, qPrintable(QString::number(number)));
}

// The end of a command is news for the I/O thread only.
void TestIoThread::endsOfCommandsDoNotWakeTheMainThread()
{
    constexpr int Count = 100;
    AsyncSpawner spawner;
    QCOMPARE(exitCodeOf(spawner, testChild({u"exit"_s, u"3"_s})), 3);
    int finished = 0;
    connect(&spawner, &AsyncSpawner::finished, this, [&] { ++finished; });
    const QTemporaryDir folder;
    const QString mark = folder.filePath(u"mark"_s);
    for (int i = 0; i < Count; ++i)
        spawner.aspawn(testChild({u"append"_s, mark, u"exit"_s, u"0"_s}));
    rusage before{};
    getrusage(RUSAGE_THREAD, &before);
    // No event loop: nothing but a signal can wake this.
    QDeadlineTimer patience(Patience);
    while (runCount(mark) < Count && !patience.hasExpired())
        poll(nullptr, 0, 200);
    rusage after{};
    getrusage(RUSAGE_THREAD, &after);
    QVERIFY(!patience.hasExpired());
    QVERIFY2(after.ru_nvcsw - before.ru_nvcsw < Count / 2,
             qPrintable(QString::number(after.ru_nvcsw - before.ru_nvcsw)));
    QTRY_COMPARE(finished, Count);
}

// For its signalfd a host blocks SIGCHLD in all threads, and the I/O thread must not take it away.
void TestIoThread::leavesTheSignalsOfTheHostsOwnChildrenAlone()
{
    QCOMPARE(runApplication({u"reads-sigchld"_s}).output, QByteArray("own 20\n"));
}

// Waking it shall not preempt who asks; its commands are not SCHED_BATCH all the same.
void TestIoThread::isNoBurdenForTheCaller()
{
    const auto policyOf = [](qint64 id) {
        const QByteArray stat = processFile(id, "stat");
        // The fields behind the name start with the third; the policy is the 41st.
        return stat.mid(stat.lastIndexOf(')') + 2).split(' ').value(38).toInt();
    };
    QCOMPARE(policyOf(ioThreads().value(0)), SCHED_BATCH);
    AsyncSpawner spawner;
    QSignalSpy started(&spawner, &AsyncSpawner::started);
    CommandReply *const reply = spawner.aspawn(testChild({u"sleep"_s, u"30000"_s}));
    QSignalSpy running(reply, &CommandReply::started);
    QVERIFY(running.wait(Patience));
    QCOMPARE(policyOf(reply->processId()), SCHED_OTHER);
    QCOMPARE(policyOf(spawner.helperProcessId()), SCHED_OTHER);
}

void TestIoThread::endsWithTheApplication()
{
    const Ended ended = runApplication({u"second-application"_s});
    QCOMPARE(numbersTold(ended.output, "threads").value(0, -1), 0);
}

void TestIoThread::aSpawnerOutlivesTheApplication()
{
    const Leftovers leftovers;
    const Ended ended = runApplication({u"static-spawner"_s});
    QCOMPARE(ended.exitCode, 0);
    QCOMPARE(ended.errors, QByteArray());
    QCOMPARE(numbersTold(ended.output, "threads"), (QList<qint64>{1, 0}));
    QVERIFY(numbersTold(ended.output, "command").value(0) > 1);
    QTRY_VERIFY(!Leftovers::isAlive(numbersTold(ended.output, "helper").value(0)));
    QTRY_COMPARE(leftovers.taggedProcesses(), QList<qint64>());
}

void TestIoThread::worksWithoutAnApplication()
{
    const Leftovers leftovers;
    const QTemporaryDir folder;
    Ended ended = runApplication({u"without-application"_s, folder.filePath(u"mark"_s)}, true);
    QCOMPARE(ended.exitCode, 0);
    QCOMPARE(numbersTold(ended.output, "ran"), QList<qint64>{1});
    // Qt says so of every event loop, and it works all the same.
    ended.errors.replace("QEventLoop: Cannot be used without QApplication\n", "");
    QCOMPARE(ended.errors, QByteArray());
    QTRY_COMPARE(leftovers.taggedProcesses(), QList<qint64>());
}

void TestIoThread::startsAgainWithASecondApplication()
{
    const Ended ended = runApplication({u"second-application"_s});
    QCOMPARE(ended.exitCode, 0);
    QCOMPARE(numbersTold(ended.output, "exit"), (QList<qint64>{5, 6, 7}));
    QCOMPARE(numbersTold(ended.output, "threads"), (QList<qint64>{0, 0, 0}));
}

void TestIoThread::exitInASlotLeavesNothing()
{
    const Leftovers leftovers;
    const Ended ended = runApplication({u"exit-in-a-slot"_s});
    QCOMPARE(ended.exitCode, 0);
    QCOMPARE(ended.errors, QByteArray());
    QVERIFY(numbersTold(ended.output, "command").value(0) > 1);
    QTRY_VERIFY(!Leftovers::isAlive(numbersTold(ended.output, "helper").value(0)));
    QTRY_COMPARE(leftovers.taggedProcesses(), QList<qint64>());
}

void TestIoThread::aForkedCopyEndsWithoutIt()
{
    const Leftovers leftovers;
    const Ended ended = runApplication({u"forked-copy"_s}, true);
    QCOMPARE(numbersTold(ended.output, "copy"), QList<qint64>{9});
    QCOMPARE(numbersTold(ended.output, "exit"), QList<qint64>{6});
    QCOMPARE(ended.exitCode, 0);
    QTRY_COMPARE(leftovers.taggedProcesses(), QList<qint64>());
}

// The parent-death signal is about the thread that the command descends from, and that is not the
// one that asked.
void TestIoThread::f24_commandsOutliveTheThreadThatAskedForThem()
{
    AsyncSpawner *spawner = nullptr;
    CommandReply *reply = nullptr;
    qint64 processId = 0;
    std::unique_ptr<QThread> thread(QThread::create([&] {
        spawner = new AsyncSpawner;
        reply = spawner->aspawn(heldCommand(8));
        QSignalSpy started(reply, &CommandReply::started);
        if (started.wait(Patience))
            processId = reply->processId();
        spawner->moveToThread(QCoreApplication::instance()->thread());
    }));
    thread->start();
    QVERIFY(thread->wait(Patience));
    thread.reset();
    const std::unique_ptr<AsyncSpawner> owner(spawner);
    QVERIFY(processId > 1);
    QCOMPARE(reply->thread(), QThread::currentThread());

    // Whoever is killed by the end of a thread is killed at once, and all the more by now.
    QCOMPARE(exitCodeOf(*spawner, testChild({u"exit"_s, u"3"_s})), 3);
    QVERIFY(Leftovers::isAlive(processId));
    QSignalSpy finished(reply, &CommandReply::finished);
    QCOMPARE(reply->write("x"), 1);
    QVERIFY(finished.wait(Patience));
    QCOMPARE(finished.size(), 1);
    QCOMPARE(finished[0][0].value<CommandResult>().exitCode, 8);
    QCOMPARE(spawner->restartHistory().size(), 0);
}

void TestIoThread::commandsEndWithTheSpawnerOfAThread()
{
    qint64 processId = 0;
    QFuture<CommandResult> future;
    std::unique_ptr<QThread> thread(QThread::create([&] {
        AsyncSpawner spawner;
        CommandReply *const reply = spawner.aspawn(testChild({u"sleep"_s, u"30000"_s}));
        future = reply->future();
        QSignalSpy started(reply, &CommandReply::started);
        if (started.wait(Patience))
            processId = reply->processId();
    }));
    thread->start();
    QVERIFY(thread->wait(Patience));
    QVERIFY(processId > 1);
    QVERIFY(future.isFinished());
    QCOMPARE(future.result().error, CommandResult::Error::Destroyed);
    QTRY_VERIFY(!Leftovers::isAlive(processId));
}

QTEST_GUILESS_MAIN(TestIoThread)
#include "tst_iothread.moc"
