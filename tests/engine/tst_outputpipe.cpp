// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/longwait.h"
#include "engine/outputpipe.h"

#include "common/leftovers.h"
#include "engine/recorder.h"

#include <QtCore/QDir>
#include <QtTest/QTest>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace Spawn;
using namespace Qt::StringLiterals;
using Status = OutputPipe::Status;
Q_DECLARE_METATYPE(Spawn::OutputPipe::Status)

// A pipe, and what the I/O thread does with it.
struct Reading
{
    Reactor reactor;
    OutputPipe pipe;
    Recorder recorder;
    Wire::Descriptor childEnd;
    Status status = Status::Open;
    QByteArray bytes;

    Reading()
    {
        recorder.onReady = [this](int, uint32_t events) {
            status = pipe.read(reactor, events);
            bytes += pipe.takeBytes();
            if (status != Status::Open)
                pipe.close(reactor);
        };
    }
    bool open() { return pipe.open(childEnd) == 0; }
    bool watch() { return pipe.watch(reactor, &recorder, 1); }
    bool write(const QByteArray &text) const
    {
        return ::write(childEnd.get(), text.constData(), size_t(text.size())) == text.size();
    }
    void turn() // while there is something to read
    {
        while (pipe.isOpen() && reactor.poll()) { }
    }
    void untilEnd()
    {
        while (pipe.isOpen() && reactor.poll(Long)) { }
    }
};

class TestOutputPipe final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theChildsEndIsAsItExpects();
    void readsToTheEnd();
    void readsWhatWasLeftAtTheEnd();
    void capturesExactlyTheLimit_data();
    void capturesExactlyTheLimit();
    void countsTheLimitOverSeveralReads();
    void drainsExactlyTheLimit_data();
    void drainsExactlyTheLimit();
    void blocksTheWriterWithoutRoom();
    void goesOnWithRoom();
    void tellsTheEndAfterAPause();
    void drainsWithoutRoom();
    void drainsNoMoreThanItsBound();
    void drainsWhatIsThere();
    void growsForAWriterThatFillsIt();
};

void TestOutputPipe::theChildsEndIsAsItExpects()
{
    const Leftovers leftovers;
    {
        Reading reading;
        QVERIFY(!reading.pipe.isOpen());
        QVERIFY(reading.open());
        QVERIFY(reading.pipe.isOpen());
        const int end = reading.childEnd.get();
        QVERIFY((fcntl(end, F_GETFL) & O_NONBLOCK) == 0);
        QCOMPARE(fcntl(end, F_GETFL) & O_ACCMODE, O_WRONLY);
        QVERIFY((fcntl(end, F_GETFD) & FD_CLOEXEC) != 0);
    }
    QCOMPARE(leftovers.check(), QString());
}

void TestOutputPipe::readsToTheEnd()
{
    Reading reading;
    QVERIFY(reading.open() && reading.watch());
    QByteArray sent;
    std::thread writer([&] {
        for (int i = 0; i < 1000; ++i) {
            const QByteArray line(i, char('a' + i % 26));
            sent += line;
            if (!reading.write(line))
                break;
        }
        reading.childEnd.reset();
    });
    reading.untilEnd();
    writer.join();
    QCOMPARE(reading.status, Status::Ended);
    QCOMPARE(reading.bytes.size(), 999 * 1000 / 2);
    QCOMPARE(reading.bytes, sent);
}

// The hang-up is told in the same event as the last bytes.
void TestOutputPipe::readsWhatWasLeftAtTheEnd()
{
    Reading reading;
    QVERIFY(reading.open() && reading.watch());
    QVERIFY(reading.write("last words"));
    reading.childEnd.reset();
    reading.untilEnd();
    QCOMPARE(reading.status, Status::Ended);
    QCOMPARE(reading.bytes, "last words");
}

void TestOutputPipe::capturesExactlyTheLimit_data()
{
    QTest::addColumn<int>("limit");
    QTest::addColumn<int>("written");
    QTest::addColumn<Status>("status");

    QTest::newRow("nothing of one") << 1 << 0 << Status::Ended;
    QTest::newRow("one of one") << 1 << 1 << Status::Ended;
    QTest::newRow("two of one") << 1 << 2 << Status::LimitReached;
    QTest::newRow("one less than a page") << 4096 << 4095 << Status::Ended;
    QTest::newRow("a page") << 4096 << 4096 << Status::Ended;
    QTest::newRow("one more than a page") << 4096 << 4097 << Status::LimitReached;
    QTest::newRow("all that a pipe holds") << 65536 << 65536 << Status::Ended;
    QTest::newRow("much more") << 100 << 65536 << Status::LimitReached;
    QTest::newRow("no limit") << 0 << 65536 << Status::Ended;
}

void TestOutputPipe::capturesExactlyTheLimit()
{
    QFETCH(int, limit);
    QFETCH(int, written);
    QFETCH(Status, status);

    Reading reading;
    reading.recorder.onReady = [&](int, uint32_t events) {
        reading.status = reading.pipe.read(reading.reactor, events);
        if (reading.status != Status::Open)
            reading.pipe.close(reading.reactor);
    };
    QVERIFY(reading.open() && reading.watch());
    reading.pipe.setCaptureLimit(limit);
    QVERIFY(reading.write(QByteArray(written, 'x')));
    reading.childEnd.reset();
    reading.untilEnd();
    QCOMPARE(reading.status, status);
    QCOMPARE(reading.pipe.takeBytes(),
             QByteArray(status == Status::LimitReached ? limit : written, 'x'));
}

void TestOutputPipe::countsTheLimitOverSeveralReads()
{
    Reading reading;
    reading.recorder.onReady = [&](int, uint32_t events) {
        reading.status = reading.pipe.read(reading.reactor, events);
    };
    QVERIFY(reading.open() && reading.watch());
    reading.pipe.setCaptureLimit(10);
    for (const char *const part : {"abc", "def", "ghij"}) {
        QVERIFY(reading.write(part));
        reading.turn();
        QCOMPARE(reading.status, Status::Open);
    }
    QVERIFY(reading.write("k"));
    QVERIFY(reading.reactor.poll(Long));
    QCOMPARE(reading.status, Status::LimitReached);
    QCOMPARE(reading.pipe.takeBytes(), "abcdefghij");
}

void TestOutputPipe::drainsExactlyTheLimit_data()
{
    QTest::addColumn<int>("written");
    QTest::addColumn<Status>("status");
    QTest::newRow("less") << 99 << Status::Ended;
    QTest::newRow("just it") << 100 << Status::Ended;
    QTest::newRow("one more") << 101 << Status::LimitReached;
}

void TestOutputPipe::drainsExactlyTheLimit()
{
    QFETCH(int, written);
    QFETCH(Status, status);

    Reading reading;
    QVERIFY(reading.open());
    reading.pipe.setCaptureLimit(100);
    QVERIFY(reading.write(QByteArray(written, 'x')));
    reading.childEnd.reset();
    QCOMPARE(reading.pipe.drain(reading.reactor), status);
    QCOMPARE(reading.pipe.takeBytes().size(), std::min(written, 100));
}

void TestOutputPipe::blocksTheWriterWithoutRoom()
{
    Reading reading;
    QVERIFY(reading.open() && reading.watch());
    reading.pipe.setStreamed(10);
    QVERIFY(reading.write(QByteArray(100, 'x')));
    reading.turn();
    QCOMPARE(reading.status, Status::Open);
    QCOMPARE(reading.bytes.size(), 10);
    // What is not read fills the pipe, and nothing wakes anybody up for it.
    fcntl(reading.childEnd.get(), F_SETFL, O_NONBLOCK);
    while (reading.write(QByteArray(4096, 'x'))) { }
    QCOMPARE(errno, EAGAIN);
    QVERIFY(!reading.reactor.poll());
    QCOMPARE(reading.bytes.size(), 10);
}

void TestOutputPipe::goesOnWithRoom()
{
    Reading reading;
    QVERIFY(reading.open() && reading.watch());
    reading.pipe.setStreamed(10);
    QVERIFY(reading.write(QByteArray(20, 'a') + QByteArray(20, 'b')));
    reading.turn();
    QCOMPARE(reading.bytes, QByteArray(10, 'a'));
    QVERIFY(reading.pipe.addRoom(reading.reactor, 15));
    reading.turn();
    QCOMPARE(reading.bytes, QByteArray(20, 'a') + QByteArray(5, 'b'));
    QVERIFY(reading.pipe.addRoom(reading.reactor, 100));
    reading.turn();
    QCOMPARE(reading.bytes, QByteArray(20, 'a') + QByteArray(20, 'b'));
    QCOMPARE(reading.status, Status::Open);
}

void TestOutputPipe::tellsTheEndAfterAPause()
{
    Reading reading;
    QVERIFY(reading.open() && reading.watch());
    reading.pipe.setStreamed(10);
    QVERIFY(reading.write(QByteArray(15, 'x')));
    reading.turn();
    reading.childEnd.reset();
    // A hang-up that is told whether asked or not would spin.
    reading.turn();
    QVERIFY(!reading.reactor.poll());
    QCOMPARE(reading.status, Status::Open);
    QVERIFY(reading.pipe.addRoom(reading.reactor, 10));
    reading.untilEnd();
    QCOMPARE(reading.status, Status::Ended);
    QCOMPARE(reading.bytes.size(), 15);
}

// The command has ended: what is in the pipe is all that there is.
void TestOutputPipe::drainsWithoutRoom()
{
    Reading reading;
    QVERIFY(reading.open() && reading.watch());
    reading.pipe.setStreamed(10);
    QVERIFY(reading.write(QByteArray(1000, 'x')));
    reading.turn();
    reading.childEnd.reset();
    QCOMPARE(reading.pipe.drain(reading.reactor), Status::Ended);
    QCOMPARE(reading.bytes.size() + reading.pipe.takeBytes().size(), 1000);
}

// Our end of the pipe.
static int otherEndOf(int childEnd)
{
    struct stat wanted
    {
    };
    fstat(childEnd, &wanted);
    const QStringList entries = QDir(u"/proc/self/fd"_s).entryList(QDir::System | QDir::Files);
    for (const QString &entry : entries) {
        struct stat status
        {
        };
        if (entry.toInt() != childEnd && fstat(entry.toInt(), &status) == 0
            && status.st_ino == wanted.st_ino && status.st_dev == wanted.st_dev)
            return entry.toInt();
    }
    return -1;
}

void TestOutputPipe::drainsNoMoreThanItsBound()
{
    Reading reading;
    QVERIFY(reading.open());
    // A descendant that writes as fast as it is read, for ever.
    const Wire::Descriptor endless(open("/dev/zero", O_RDONLY | O_CLOEXEC));
    const int end = otherEndOf(reading.childEnd.get());
    QVERIFY(end >= 0);
    QCOMPARE(dup3(endless.get(), end, O_CLOEXEC), end);
    QCOMPARE(reading.pipe.drain(reading.reactor), Status::Open);
    const qsizetype size = reading.pipe.takeBytes().size();
    QVERIFY(size >= 1 << 20); // what the largest pipe holds
    QVERIFY(size <= 8 << 20);
}

void TestOutputPipe::drainsWhatIsThere()
{
    Reading reading;
    QVERIFY(reading.open());
    QCOMPARE(reading.pipe.drain(reading.reactor), Status::Open);
    QVERIFY(reading.write("abc"));
    QCOMPARE(reading.pipe.drain(reading.reactor), Status::Open);
    QCOMPARE(reading.pipe.takeBytes(), "abc");
}

void TestOutputPipe::growsForAWriterThatFillsIt()
{
    Reading reading;
    QVERIFY(reading.open() && reading.watch());
    const int end = reading.childEnd.get();
    const int before = fcntl(end, F_GETPIPE_SZ);
    QVERIFY(reading.write("a little"));
    reading.turn();
    QCOMPARE(fcntl(end, F_GETPIPE_SZ), before);
    if (before < 64 << 10)
        QSKIP("The user's pipes are so many that the kernel makes small ones.");
    QVERIFY(reading.write(QByteArray(64 << 10, 'x')));
    reading.turn();
    QCOMPARE(fcntl(end, F_GETPIPE_SZ), 256 << 10);
}

QTEST_GUILESS_MAIN(TestOutputPipe)
#include "tst_outputpipe.moc"
