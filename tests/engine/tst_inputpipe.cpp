// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/inputpipe.h"
#include "engine/longwait.h"

#include "common/leftovers.h"
#include "engine/recorder.h"

#include <QtTest/QTest>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

using namespace Spawn;

struct Writing
{
    Reactor reactor;
    InputPipe pipe;
    Recorder recorder;
    Wire::Descriptor childEnd;
    qint64 written = 0;

    bool open()
    {
        recorder.onReady = [this](int, uint32_t) {
            written += pipe.write(reactor);
        };
        if (pipe.open(childEnd) != 0)
            return false;
        pipe.setWatcher(&recorder, 1);
        return true;
    }
    void write() { written += pipe.write(reactor); }
    // What can be read now; until the end of file if there is one.
    QByteArray received() const
    {
        fcntl(childEnd.get(), F_SETFL, O_NONBLOCK);
        QByteArray bytes;
        char buffer[65536];
        ssize_t size = 0;
        while ((size = read(childEnd.get(), buffer, sizeof buffer)) > 0)
            bytes.append(buffer, size);
        return bytes;
    }
    bool isAtEnd() const
    {
        char byte = 0;
        return read(childEnd.get(), &byte, 1) == 0;
    }
};

class TestInputPipe final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theChildsEndIsAsItExpects();
    void writesAndStaysOpen();
    void closesAfterTheLastByte();
    void closesAtOnceWithoutBytes();
    void waitsForASlowReader();
    void keepsTheOrderOfWhatIsAppendedMeanwhile();
    void aReaderThatIsGoneIsAnError();
    void noticesAReaderThatGoesWhileItWaits();
    void keepsWhatIsToBeWrittenWhenDiscarded();
    void forgetsWhatIsToBeWrittenWhenClosed();
};

void TestInputPipe::theChildsEndIsAsItExpects()
{
    const Leftovers leftovers;
    {
        Writing writing;
        QVERIFY(!writing.pipe.isOpen());
        QVERIFY(writing.open());
        QVERIFY(writing.pipe.isOpen());
        const int end = writing.childEnd.get();
        QVERIFY((fcntl(end, F_GETFL) & O_NONBLOCK) == 0);
        QCOMPARE(fcntl(end, F_GETFL) & O_ACCMODE, O_RDONLY);
        QVERIFY((fcntl(end, F_GETFD) & FD_CLOEXEC) != 0);
    }
    QCOMPARE(leftovers.check(), QString());
}

void TestInputPipe::writesAndStaysOpen()
{
    Writing writing;
    QVERIFY(writing.open());
    writing.pipe.append("abc");
    writing.pipe.append({});
    writing.pipe.append("def");
    writing.write();
    QCOMPARE(writing.written, 6);
    QCOMPARE(writing.received(), "abcdef");
    QVERIFY(writing.pipe.isOpen());
    QVERIFY(!writing.isAtEnd());
    QVERIFY(!writing.reactor.poll()); // nothing to write, so room for it is no news
}

void TestInputPipe::closesAfterTheLastByte()
{
    Writing writing;
    QVERIFY(writing.open());
    writing.pipe.append("abc");
    writing.pipe.closeWhenWritten();
    QVERIFY(writing.pipe.isOpen());
    writing.write();
    QVERIFY(!writing.pipe.isOpen());
    QCOMPARE(writing.received(), "abc");
    QVERIFY(writing.isAtEnd());
    QCOMPARE(writing.pipe.error(), 0);
}

void TestInputPipe::closesAtOnceWithoutBytes()
{
    Writing writing;
    QVERIFY(writing.open());
    writing.pipe.closeWhenWritten();
    writing.write();
    QVERIFY(!writing.pipe.isOpen());
    QVERIFY(writing.isAtEnd());
}

void TestInputPipe::waitsForASlowReader()
{
    Writing writing;
    QVERIFY(writing.open());
    QByteArray bytes;
    for (int i = 0; bytes.size() < 1 << 20; ++i)
        bytes += QByteArray::number(i) + ' ';
    writing.pipe.append(bytes);
    writing.pipe.closeWhenWritten();
    writing.write();
    QVERIFY(writing.written > 0 && writing.written < bytes.size());
    QVERIFY(writing.pipe.isOpen());
    QVERIFY(!writing.reactor.poll()); // the reader has not moved
    QByteArray received;
    while (writing.pipe.isOpen()) {
        received += writing.received();
        QVERIFY(writing.reactor.poll(Long));
    }
    received += writing.received();
    QCOMPARE(writing.written, bytes.size());
    QVERIFY(received == bytes);
    QVERIFY(writing.isAtEnd());
}

void TestInputPipe::keepsTheOrderOfWhatIsAppendedMeanwhile()
{
    Writing writing;
    QVERIFY(writing.open());
    const QByteArray much(100000, 'a');
    writing.pipe.append(much);
    writing.write();
    writing.pipe.append("b");
    writing.write();
    writing.pipe.append("c");
    writing.pipe.closeWhenWritten();
    QByteArray received;
    while (writing.pipe.isOpen()) {
        received += writing.received();
        QVERIFY(writing.reactor.poll(Long));
    }
    received += writing.received();
    QVERIFY(received == much + "bc");
}

// As in the I/O thread, which has SIGPIPE blocked: the signal must not end the application.
void TestInputPipe::aReaderThatIsGoneIsAnError()
{
    Writing writing;
    bool wasOpened = false;
    std::thread thread([&] {
        sigset_t set;
        sigfillset(&set);
        pthread_sigmask(SIG_SETMASK, &set, nullptr);
        wasOpened = writing.open();
        writing.childEnd.reset();
        writing.pipe.append("abc");
        writing.write();
    });
    thread.join();
    QVERIFY(wasOpened);
    QCOMPARE(writing.pipe.error(), EPIPE);
    QCOMPARE(writing.written, 0);
    QVERIFY(!writing.pipe.isOpen());
    writing.pipe.append("more"); // does no harm
    writing.write();
    QCOMPARE(writing.written, 0);
}

void TestInputPipe::noticesAReaderThatGoesWhileItWaits()
{
    Writing writing;
    std::thread thread([&] {
        sigset_t set;
        sigfillset(&set);
        pthread_sigmask(SIG_SETMASK, &set, nullptr);
        if (!writing.open())
            return;
        writing.pipe.append(QByteArray(1 << 20, 'x'));
        writing.write();
        writing.childEnd.reset();
        while (writing.pipe.isOpen() && writing.reactor.poll(Long)) { }
    });
    thread.join();
    QVERIFY(!writing.pipe.isOpen());
    QCOMPARE(writing.pipe.error(), EPIPE);
    QVERIFY(writing.written < 1 << 20);
    QVERIFY(!writing.reactor.poll());
}

// A command that goes to another helper gets another pipe, and still all of its input.
void TestInputPipe::keepsWhatIsToBeWrittenWhenDiscarded()
{
    Writing writing;
    QVERIFY(writing.open());
    writing.pipe.append("abc");
    writing.pipe.closeWhenWritten();
    writing.pipe.discard(writing.reactor);
    QVERIFY(!writing.pipe.isOpen());
    QVERIFY(writing.isAtEnd());
    QVERIFY(writing.open());
    writing.write();
    QCOMPARE(writing.received(), "abc");
    QVERIFY(writing.isAtEnd());
}

void TestInputPipe::forgetsWhatIsToBeWrittenWhenClosed()
{
    Writing writing;
    QVERIFY(writing.open());
    writing.pipe.append(QByteArray(1 << 20, 'x'));
    writing.write();
    const qint64 before = writing.written;
    writing.pipe.close(writing.reactor);
    writing.write();
    QCOMPARE(writing.written, before);
    QVERIFY(!writing.reactor.poll());
}

QTEST_GUILESS_MAIN(TestInputPipe)
#include "tst_inputpipe.moc"
