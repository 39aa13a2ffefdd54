// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/longwait.h"
#include "engine/reactor.h"

#include "engine/recorder.h"

#include <QtTest/QTest>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/epoll.h>

using namespace Spawn;
using namespace std::chrono_literals;

class TestReactor final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsWhichOneIsReady();
    void changesWhatIsWaitedFor();
    void forgetsAnEventOfWhatWasUnwatchedInTheSameBatch();
    void givesNoOldEventToANewRegistration();
    void tellsNobodyOfWhatWasForgotten();
    void forgetsADescriptorOfWhichACopyIsOpen();
    void unwatchesOnlyOnce();
    void saysWhenTheKernelRefuses();
    void handlesMoreThanABatch();
    void reachesDeadlinesInOrder();
    void reachesADeadlineThatIsSetBeforeTheOthers();
    void forgetsAClearedDeadline();
    void forgetsADeadlineClearedByOneOfTheSameTurn();
    void leavesTheThreadATurnBetweenDeadlines();
};

void TestReactor::tellsWhichOneIsReady()
{
    Reactor reactor;
    QVERIFY(reactor.isValid());
    const Pipe first;
    const Pipe second;
    Recorder recorder;
    Reactor::Token a = reactor.watch(first.in.get(), EPOLLIN, &recorder, 7);
    Reactor::Token b = reactor.watch(second.in.get(), EPOLLIN, &recorder, 8);
    QVERIFY(a != Reactor::NoToken && b != Reactor::NoToken && a != b);
    QVERIFY(!reactor.poll());
    QVERIFY(second.makeReadable());
    QVERIFY(reactor.poll());
    QCOMPARE(recorder.ready, QList<int>{8});
    reactor.unwatch(a, first.in.get());
    reactor.unwatch(b, second.in.get());
    QCOMPARE(b, Reactor::NoToken);
    QVERIFY(!reactor.poll());
}

void TestReactor::changesWhatIsWaitedFor()
{
    Reactor reactor;
    const Pipe pipe;
    Recorder recorder;
    uint32_t told = 0;
    recorder.onReady = [&told](int, uint32_t events) {
        told = events;
    };
    const Reactor::Token token = reactor.watch(pipe.out.get(), 0, &recorder, 1);
    QVERIFY(!reactor.poll());
    QVERIFY(reactor.modify(token, pipe.out.get(), EPOLLOUT));
    QVERIFY(reactor.poll());
    QCOMPARE(told, uint32_t(EPOLLOUT));
}

// Whichever the kernel names first removes the other, whose event has been fetched already.
void TestReactor::forgetsAnEventOfWhatWasUnwatchedInTheSameBatch()
{
    Reactor reactor;
    const std::array<Pipe, 2> pipes;
    std::array<Reactor::Token, 2> tokens{};
    Recorder recorder;
    recorder.onReady = [&](int role, uint32_t) {
        const auto other = static_cast<size_t>(1 - role);
        reactor.unwatch(tokens[other], pipes[other].in.get());
    };
    for (size_t i = 0; i < 2; ++i) {
        tokens[i] = reactor.watch(pipes[i].in.get(), EPOLLIN, &recorder, static_cast<int>(i));
        QVERIFY(pipes[i].makeReadable());
    }
    QVERIFY(reactor.poll());
    QCOMPARE(recorder.ready.size(), 1);
}

// As above, and the place is taken again at once, by a descriptor of the same number.
void TestReactor::givesNoOldEventToANewRegistration()
{
    Reactor reactor;
    std::array<Pipe, 2> pipes;
    std::array<Reactor::Token, 2> tokens{};
    const Pipe silent;
    Recorder newcomer;
    Reactor::Token newToken = Reactor::NoToken;
    Reactor::Token oldToken = Reactor::NoToken;
    int number = -1;
    Recorder recorder;
    recorder.onReady = [&](int role, uint32_t) {
        const auto other = static_cast<size_t>(1 - role);
        number = pipes[other].in.get();
        oldToken = tokens[other];
        reactor.unwatch(tokens[other], number);
        dup2(silent.in.get(), number);
        newToken = reactor.watch(number, EPOLLIN, &newcomer, 5);
    };
    for (size_t i = 0; i < 2; ++i) {
        tokens[i] = reactor.watch(pipes[i].in.get(), EPOLLIN, &recorder, static_cast<int>(i));
        QVERIFY(pipes[i].makeReadable());
    }
    QVERIFY(reactor.poll());
    QCOMPARE(recorder.ready.size(), 1);
    QVERIFY(newcomer.ready.isEmpty());
    // It is the same place, or nothing would have been tested.
    QCOMPARE(static_cast<uint32_t>(newToken), static_cast<uint32_t>(oldToken));
    QVERIFY(newToken != oldToken);

    recorder.onReady = nullptr;
    QVERIFY(silent.makeReadable());
    QVERIFY(reactor.poll());
    QCOMPARE(newcomer.ready, QList<int>{5});
}

// One that is watched by edges, whose copy the helper still holds.
void TestReactor::tellsNobodyOfWhatWasForgotten()
{
    Reactor reactor;
    Pipe pipe;
    const Wire::Descriptor copy(dup(pipe.in.get()));
    Recorder recorder;
    Reactor::Token token = reactor.watch(pipe.in.get(), EPOLLIN | EPOLLET, &recorder, 1);
    reactor.forget(token);
    QCOMPARE(token, Reactor::NoToken);
    const int number = pipe.in.get();
    pipe.in.reset();

    // Its place and its number may be another's by then.
    const Pipe other;
    QCOMPARE(dup2(other.in.get(), number), number);
    Recorder newcomer;
    const Reactor::Token newToken = reactor.watch(number, EPOLLIN, &newcomer, 2);
    QVERIFY(newToken != Reactor::NoToken);
    QVERIFY(pipe.makeReadable());
    while (reactor.poll()) { }
    QVERIFY(recorder.ready.isEmpty());
    QVERIFY(newcomer.ready.isEmpty());
    QVERIFY(other.makeReadable());
    QVERIFY(reactor.poll());
    QCOMPARE(newcomer.ready, QList<int>{2});
    close(number);
}

void TestReactor::forgetsADescriptorOfWhichACopyIsOpen()
{
    Reactor reactor;
    Pipe pipe;
    Recorder recorder;
    Reactor::Token token = reactor.watch(pipe.in.get(), EPOLLIN, &recorder, 1);
    const Wire::Descriptor copy(dup(pipe.in.get()));
    reactor.unwatch(token, pipe.in.get());
    pipe.in.reset();
    QVERIFY(pipe.makeReadable());
    QVERIFY(!reactor.poll());
    QVERIFY(recorder.ready.isEmpty());
}

void TestReactor::unwatchesOnlyOnce()
{
    Reactor reactor;
    const Pipe pipe;
    Recorder recorder;
    Reactor::Token token = reactor.watch(pipe.in.get(), EPOLLIN, &recorder, 1);
    reactor.unwatch(token, pipe.in.get());
    Reactor::Token again = reactor.watch(pipe.in.get(), EPOLLIN, &recorder, 2);
    reactor.unwatch(token, pipe.in.get()); // it is empty by now, and must not remove the other
    QVERIFY(pipe.makeReadable());
    QVERIFY(reactor.poll());
    QCOMPARE(recorder.ready, QList<int>{2});
    reactor.unwatch(again, pipe.in.get());
}

void TestReactor::saysWhenTheKernelRefuses()
{
    Reactor reactor;
    Recorder recorder;
    errno = 0;
    QCOMPARE(reactor.watch(-1, EPOLLIN, &recorder, 1), Reactor::NoToken);
    QCOMPARE(errno, EBADF);
    const Wire::Descriptor file(open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
    QCOMPARE(reactor.watch(file.get(), EPOLLIN, &recorder, 1), Reactor::NoToken);
    QCOMPARE(errno, EPERM);
    const Pipe pipe;
    QVERIFY(reactor.watch(pipe.in.get(), EPOLLIN, &recorder, 2) != Reactor::NoToken);
    QVERIFY(pipe.makeReadable());
    QVERIFY(reactor.poll());
    QCOMPARE(recorder.ready, QList<int>{2});
}

void TestReactor::handlesMoreThanABatch()
{
    static constexpr int Count = 300;
    Reactor reactor;
    std::vector<Pipe> pipes(Count);
    std::vector<Reactor::Token> tokens;
    Recorder recorder;
    recorder.onReady = [&](int role, uint32_t) {
        reactor.unwatch(tokens[static_cast<size_t>(role)],
                        pipes[static_cast<size_t>(role)].in.get());
    };
    for (int i = 0; i < Count; ++i) {
        const Pipe &pipe = pipes[static_cast<size_t>(i)];
        QVERIFY(pipe.makeReadable());
        tokens.push_back(reactor.watch(pipe.in.get(), EPOLLIN, &recorder, i));
    }
    QVERIFY(reactor.poll());
    QVERIFY(recorder.ready.size() < Count);
    while (reactor.poll()) { }
    std::sort(recorder.ready.begin(), recorder.ready.end());
    QCOMPARE(recorder.ready.size(), Count);
    for (int i = 0; i < Count; ++i)
        QCOMPARE(recorder.ready[i], i);
}

void TestReactor::reachesDeadlinesInOrder()
{
    Reactor reactor;
    Recorder recorder;
    const TimePoint now = Clock::now();
    reactor.setDeadline(now + 20ms, &recorder, 3);
    reactor.setDeadline(now + 1ms, &recorder, 1);
    reactor.setDeadline(now + 10ms, &recorder, 2);
    reactor.setDeadline(now - 1h, &recorder, 0);
    while (recorder.due.size() < 4 && reactor.poll(Long)) { }
    QCOMPARE(recorder.due, (QList<int>{0, 1, 2, 3}));
    QVERIFY(Clock::now() >= now + 20ms);
    QVERIFY(!reactor.poll());
}

void TestReactor::reachesADeadlineThatIsSetBeforeTheOthers()
{
    Reactor reactor;
    Recorder recorder;
    reactor.setDeadline(Clock::now() + 1h, &recorder, 1);
    reactor.setDeadline(Clock::now() + 1ms, &recorder, 2);
    QVERIFY(reactor.poll(Long));
    QCOMPARE(recorder.due, QList<int>{2});
}

void TestReactor::forgetsAClearedDeadline()
{
    Reactor reactor;
    Recorder recorder;
    const TimePoint now = Clock::now();
    const Deadlines::Key first = reactor.setDeadline(now + 1ms, &recorder, 1);
    reactor.setDeadline(now + 5ms, &recorder, 2);
    reactor.clearDeadline(first);
    while (recorder.due.isEmpty() && reactor.poll(Long)) { }
    QCOMPARE(recorder.due, QList<int>{2});
}

void TestReactor::forgetsADeadlineClearedByOneOfTheSameTurn()
{
    Reactor reactor;
    Recorder recorder;
    const TimePoint past = Clock::now() - 1s;
    reactor.setDeadline(past, &recorder, 1);
    const Deadlines::Key second = reactor.setDeadline(past + 1ms, &recorder, 2);
    reactor.setDeadline(past + 2ms, &recorder, 3);
    recorder.onDue = [&](int) {
        reactor.clearDeadline(second);
    };
    QVERIFY(reactor.poll(Long));
    QCOMPARE(recorder.due, (QList<int>{1, 3}));
}

// One that sets itself again would otherwise keep everybody else from being heard.
void TestReactor::leavesTheThreadATurnBetweenDeadlines()
{
    Reactor reactor;
    Recorder recorder;
    recorder.onDue = [&](int role) {
        reactor.setDeadline(Clock::now(), &recorder, role + 1);
    };
    reactor.setDeadline(Clock::now(), &recorder, 1);
    QVERIFY(reactor.poll(Long));
    QCOMPARE(recorder.due, QList<int>{1});
    QVERIFY(reactor.poll(Long));
    QCOMPARE(recorder.due, (QList<int>{1, 2}));
}

QTEST_GUILESS_MAIN(TestReactor)
#include "tst_reactor.moc"
