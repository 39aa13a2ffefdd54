// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/leftovers.h"

#include <spawner/signalsource.h>

#include <QtCore/QThread>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <memory>
#include <sys/wait.h>
#include <unistd.h>

using namespace Spawn;

class SignalSourceTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void receives_data();
    void receives();
    void listensToTheUsualSignals();
    void leavesOutWhatCannotBeCaught();
    void everySourceReceives();
    void deliversInItsOwnThread();
    void movesToAnotherThread();
    void tellsOnlyWhatCameAfterIt();
    void tellsABurstAtLeastOnce();
    void restoresTheDispositionWithTheLastOne();
    void leavesTheHandlerOfSomebodyElse();
    void mayBeDeletedInASlot();
    void keepsErrno();
    void isNotInheritedByAProgram();
    void aForkedCopyDoesNotTellItsSignals();
    void survivesSignalsWhileSourcesComeAndGo();
};

extern "C" {
static void otherHandler(int) { }
}

static void (*handlerOf(int signalNumber))(int)
{
    struct sigaction action = {};
    sigaction(signalNumber, nullptr, &action);
    return action.sa_handler;
}

static int waitFor(pid_t child)
{
    int status = -1;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) { }
    return status;
}

void SignalSourceTest::receives_data()
{
    QTest::addColumn<int>("signalNumber");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGHUP") << SIGHUP;
    QTest::newRow("SIGUSR1") << SIGUSR1;
    QTest::newRow("SIGUSR2") << SIGUSR2;
    QTest::newRow("SIGCHLD") << SIGCHLD;
    QTest::newRow("SIGWINCH") << SIGWINCH;
    QTest::newRow("first real-time signal") << SIGRTMIN;
    QTest::newRow("last real-time signal") << SIGRTMAX;
}

void SignalSourceTest::receives()
{
    QFETCH(int, signalNumber);
    const Leftovers leftovers;
    {
        const SignalSource source({signalNumber});
        QCOMPARE(source.signalNumbers(), QList<int>{signalNumber});
        QSignalSpy spy(&source, &SignalSource::received);
        raise(signalNumber);
        QCOMPARE(spy.size(), 0); // never inside the handler
        QTRY_COMPARE(spy.size(), 1);
        QCOMPARE(spy[0][0].toInt(), signalNumber);
        kill(getpid(), signalNumber);
        QTRY_COMPARE(spy.size(), 2);
    }
    QCOMPARE(leftovers.check(), QString());
}

void SignalSourceTest::listensToTheUsualSignals()
{
    const SignalSource source;
    QCOMPARE(source.signalNumbers(), (QList<int>{SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGUSR2}));
    QSignalSpy spy(&source, &SignalSource::received);
    for (const int signalNumber : source.signalNumbers())
        raise(signalNumber);
    QTRY_COMPARE(spy.size(), 5);
}

void SignalSourceTest::leavesOutWhatCannotBeCaught()
{
    const Leftovers leftovers;
    {
        const SignalSource source({SIGKILL, SIGSTOP, 0, -1, 65, 32, 1000, SIGSEGV, SIGBUS, SIGFPE,
                                   SIGILL, SIGUSR1, SIGUSR1});
        QCOMPARE(source.signalNumbers(), QList<int>{SIGUSR1});
        const SignalSource none(QList<int>{});
        QVERIFY(none.signalNumbers().isEmpty());
    }
    QCOMPARE(leftovers.check(), QString());
}

void SignalSourceTest::everySourceReceives()
{
    const SignalSource first({SIGUSR1});
    const SignalSource second({SIGUSR1, SIGUSR2});
    const SignalSource third({SIGUSR2});
    QSignalSpy firstSpy(&first, &SignalSource::received);
    QSignalSpy secondSpy(&second, &SignalSource::received);
    QSignalSpy thirdSpy(&third, &SignalSource::received);
    raise(SIGUSR1);
    QTRY_COMPARE(firstSpy.size(), 1);
    QTRY_COMPARE(secondSpy.size(), 1);
    raise(SIGUSR2);
    QTRY_COMPARE(secondSpy.size(), 2);
    QTRY_COMPARE(thirdSpy.size(), 1);
    QCOMPARE(firstSpy.size(), 1);
}

void SignalSourceTest::deliversInItsOwnThread()
{
    QThread thread;
    thread.start();
    auto *const context = new QObject;
    context->moveToThread(&thread);
    connect(&thread, &QThread::finished, context, &QObject::deleteLater);

    std::atomic<QThread *> receiver{nullptr};
    QMetaObject::invokeMethod(
        context,
        [context, &receiver] {
            auto *const source = new SignalSource({SIGUSR1}, context);
            connect(source, &SignalSource::received, context,
                    [&receiver] { receiver = QThread::currentThread(); });
        },
        Qt::BlockingQueuedConnection);
    const SignalSource here({SIGUSR1});
    QSignalSpy spy(&here, &SignalSource::received);
    raise(SIGUSR1);
    QTRY_COMPARE(receiver.load(), &thread);
    QTRY_COMPARE(spy.size(), 1);
    thread.quit();
    QVERIFY(thread.wait());
}

void SignalSourceTest::movesToAnotherThread()
{
    QThread thread;
    thread.start();
    auto *const source = new SignalSource({SIGUSR1});
    std::atomic<QThread *> receiver{nullptr};
    connect(source, &SignalSource::received, source,
            [&receiver] { receiver = QThread::currentThread(); });
    source->moveToThread(&thread);
    connect(&thread, &QThread::finished, source, &QObject::deleteLater);
    raise(SIGUSR1);
    QTRY_COMPARE(receiver.load(), &thread);
    thread.quit();
    QVERIFY(thread.wait());
    QVERIFY(handlerOf(SIGUSR1) == SIG_DFL);
}

void SignalSourceTest::tellsOnlyWhatCameAfterIt()
{
    auto first = std::make_unique<SignalSource>(QList<int>{SIGUSR1});
    raise(SIGUSR1);
    first.reset(); // before the event loop has told it; the next one takes over its place
    const SignalSource second({SIGUSR1});
    QSignalSpy spy(&second, &SignalSource::received);
    QCoreApplication::processEvents();
    QCOMPARE(spy.size(), 0);
    raise(SIGUSR1);
    QTRY_COMPARE(spy.size(), 1);
}

void SignalSourceTest::tellsABurstAtLeastOnce()
{
    const SignalSource source({SIGUSR1});
    QSignalSpy spy(&source, &SignalSource::received);
    for (int i = 0; i < 1000; ++i)
        raise(SIGUSR1);
    QTRY_VERIFY(spy.size() >= 1);
    const qsizetype count = spy.size();
    QVERIFY(count <= 1000);
    raise(SIGUSR1);
    QTRY_COMPARE(spy.size(), count + 1);
}

void SignalSourceTest::restoresTheDispositionWithTheLastOne()
{
    struct sigaction action = {};
    action.sa_handler = otherHandler;
    action.sa_flags = SA_NODEFER;
    struct sigaction before = {};
    QCOMPARE(sigaction(SIGUSR1, &action, &before), 0);
    const auto cleanUp = qScopeGuard([&before] { sigaction(SIGUSR1, &before, nullptr); });

    auto first = std::make_unique<SignalSource>(QList<int>{SIGUSR1});
    auto second = std::make_unique<SignalSource>(QList<int>{SIGUSR1});
    QVERIFY(handlerOf(SIGUSR1) != otherHandler);
    first.reset();
    QVERIFY(handlerOf(SIGUSR1) != otherHandler);
    QSignalSpy spy(second.get(), &SignalSource::received);
    raise(SIGUSR1);
    QTRY_COMPARE(spy.size(), 1);
    second.reset();

    struct sigaction after = {};
    sigaction(SIGUSR1, nullptr, &after);
    QVERIFY(after.sa_handler == otherHandler);
    QVERIFY((after.sa_flags & SA_NODEFER) != 0);

    // And again, from another one.
    signal(SIGUSR1, SIG_IGN);
    second = std::make_unique<SignalSource>(QList<int>{SIGUSR1});
    QVERIFY(handlerOf(SIGUSR1) != SIG_IGN);
    second.reset();
    QVERIFY(handlerOf(SIGUSR1) == SIG_IGN);
}

void SignalSourceTest::leavesTheHandlerOfSomebodyElse()
{
    const auto cleanUp = qScopeGuard([] { signal(SIGUSR1, SIG_DFL); });
    {
        const SignalSource source({SIGUSR1});
        signal(SIGUSR1, otherHandler);
    }
    QVERIFY(handlerOf(SIGUSR1) == otherHandler);
}

void SignalSourceTest::mayBeDeletedInASlot()
{
    void (*const before)(int) = handlerOf(SIGTERM); // Qt Test has one
    auto *const source = new SignalSource;
    int count = 0;
    connect(source, &SignalSource::received, this, [source, &count] {
        ++count;
        delete source;
    });
    raise(SIGHUP);
    raise(SIGTERM); // told by the same event, if the source still were there
    QTRY_COMPARE(count, 1);
    QCoreApplication::processEvents();
    QCOMPARE(count, 1);
    QVERIFY(handlerOf(SIGTERM) == before);
}

void SignalSourceTest::keepsErrno()
{
    const SignalSource source({SIGUSR1});
    // So many that the counter's descriptor is busy as well.
    for (int i = 0; i < 100; ++i) {
        errno = 4711;
        raise(SIGUSR1);
        QCOMPARE(errno, 4711);
    }
}

void SignalSourceTest::isNotInheritedByAProgram()
{
    const SignalSource source({SIGUSR1});
    const pid_t child = fork();
    if (child == 0) {
        execl(TESTCHILD, TESTCHILD, "signal", "USR1", static_cast<char *>(nullptr));
        _exit(1);
    }
    const int status = waitFor(child);
    QVERIFY(WIFSIGNALED(status));
    QCOMPARE(WTERMSIG(status), SIGUSR1);
}

void SignalSourceTest::aForkedCopyDoesNotTellItsSignals()
{
    const SignalSource source({SIGUSR1});
    QSignalSpy spy(&source, &SignalSource::received);
    const pid_t child = fork();
    if (child == 0) {
        raise(SIGUSR1);
        _exit(7);
    }
    const int status = waitFor(child);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 7);
    QCoreApplication::processEvents();
    QCOMPARE(spy.size(), 0);
    raise(SIGUSR1);
    QTRY_COMPARE(spy.size(), 1);
}

void SignalSourceTest::survivesSignalsWhileSourcesComeAndGo()
{
    const Leftovers leftovers;
    {
        // Keeps the disposition, so that no signal finds the default.
        const SignalSource keeper({SIGUSR1, SIGUSR2});
        std::atomic<bool> enough{false};
        const std::unique_ptr<QThread> sender(QThread::create([&enough] {
            while (!enough) {
                kill(getpid(), SIGUSR1);
                raise(SIGUSR2);
            }
        }));
        const std::unique_ptr<QThread> other(QThread::create([] {
            for (int i = 0; i < 2000; ++i)
                const SignalSource source({SIGUSR2});
        }));
        sender->start();
        other->start();
        for (int i = 0; i < 2000; ++i)
            const SignalSource source({SIGUSR1});
        QVERIFY(other->wait());
        QSignalSpy spy(&keeper, &SignalSource::received);
        QTRY_VERIFY(spy.size() >= 2);
        enough = true;
        QVERIFY(sender->wait());
    }
    QTRY_COMPARE(leftovers.check(), QString());
}

QTEST_GUILESS_MAIN(SignalSourceTest)
#include "tst_signalsource.moc"
