// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "helper/helperlink.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <deque>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Spawn::Wire;
using Buffer = std::vector<uint8_t>;

// An engine that is gone in the middle of what it sends: the descriptors of a request, its frame,
// further ones behind it.
class tst_Truncation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void f22_descriptorsWithoutTheirFrame();
    void f22_halfAFrame();
    void f22_restOfABurst_data();
    void f22_restOfABurst();
    void f22_halfAHello();

private:
    Request requestWithMark(int number) const;
    bool hasRun(int number) const { return QFile::exists(mark(number)); }
    QString mark(int number) const { return m_folder.filePath(QString::number(number)); }

    QTemporaryDir m_folder;
};

Request tst_Truncation::requestWithMark(int number) const
{
    return testChildRequest({"append", QFile::encodeName(mark(number))});
}

// Both sockets, as the death of a process closes them.
static void closeAll(HelperLink &link)
{
    link.control.reset();
    link.lane.reset();
}

void tst_Truncation::f22_descriptorsWithoutTheirFrame()
{
    HelperLink link;
    QVERIFY(link.startAndGreet());
    int ends[2];
    QCOMPARE(pipe2(ends, O_CLOEXEC), 0);
    const Descriptor reader(ends[0]);
    Descriptor writer(ends[1]);
    link.prepareSlot(1);
    link.sendLane(1, {writer.get()});
    writer.reset();
    QVERIFY(link.answersPing(1)); // it had the time to do something with them
    closeAll(link);
    QCOMPARE(link.helperEnd(), (End{CLD_EXITED, 0}));
    QCOMPARE(link.standardError(), QByteArray());
    QCOMPARE(link.slot(1).pid, 0);
    char byte = 0;
    QVERIFY(waitUntilReadable(reader.get()));
    QCOMPARE(read(reader.get(), &byte, 1), ssize_t{0}); // nobody has kept it
}

// As many helpers at a time, since each waits for a second whether its application dies.
void tst_Truncation::f22_halfAFrame()
{
    const Buffer whole = HelperLink().frameOf(1, requestWithMark(0));
    const std::vector<size_t> sizes{1, 10, FrameHeaderSize, whole.size() / 2, whole.size() - 1};
    std::deque<HelperLink> links;
    for (const bool withDescriptors : {false, true}) {
        for (const size_t size : sizes) {
            HelperLink &link = links.emplace_back();
            QVERIFY(link.startAndGreet());
            Request request = requestWithMark(0);
            if (withDescriptors) {
                request.message.streams[1].source = Source::Lane;
                link.sendLane(1, {STDERR_FILENO});
            }
            link.prepareSlot(1);
            Buffer frame = link.frameOf(1, request);
            frame.resize(size);
            link.sendBytes(frame);
            closeAll(link);
        }
    }
    for (HelperLink &link : links) {
        QCOMPARE(link.helperEnd(), (End{CLD_EXITED, 0}));
        QCOMPARE(link.standardError(), QByteArray());
        QCOMPARE(link.slot(1).pid, 0);
    }
    QVERIFY(!hasRun(0));
}

void tst_Truncation::f22_restOfABurst_data()
{
    QTest::addColumn<int>("whole");
    QTest::addColumn<int>("bytes"); // of the next one
    QTest::newRow("the first frame") << 1 << 0;
    QTest::newRow("the first frame and a byte") << 1 << 1;
    QTest::newRow("three frames and a half") << 3 << 60;
}

// What is asked for in whole may have run by then, but only that.
void tst_Truncation::f22_restOfABurst()
{
    QFETCH(const int, whole);
    QFETCH(const int, bytes);
    constexpr int Count = 5;
    HelperLink link;
    QVERIFY(link.startAndGreet());
    Buffer burst;
    size_t sent = 0;
    for (int id = 1; id <= Count; ++id) {
        link.prepareSlot(quint64(id));
        const Buffer frame = link.frameOf(quint64(id), requestWithMark(id));
        if (id == whole + 1)
            sent = burst.size() + size_t(bytes);
        burst.insert(burst.end(), frame.begin(), frame.end());
    }
    burst.resize(sent);
    link.sendBytes(burst);
    // So that both are certain: it has read all of that, and it does not read more.
    for (int id = 1; id <= whole; ++id)
        QCOMPARE(link.end(quint64(id)), (End{CLD_EXITED, 0}));
    closeAll(link);
    QCOMPARE(link.helperEnd(), (End{CLD_EXITED, 0}));
    for (int id = 1; id <= Count; ++id) {
        QCOMPARE(link.slot(quint64(id)).pid != 0, id <= whole);
        QCOMPARE(hasRun(id), id <= whole);
    }
}

void tst_Truncation::f22_halfAHello()
{
    std::deque<HelperLink> links;
    for (const size_t size : {size_t{0}, size_t{1}, FrameHeaderSize, FrameHeaderSize + 3}) {
        HelperLink &link = links.emplace_back();
        QVERIFY(link.start());
        Buffer hello;
        HelloMessage{ProtocolVersion, "test"}.encode(hello, HelperLink::Generation);
        hello.resize(size);
        link.sendBytes(hello);
        closeAll(link);
    }
    for (HelperLink &link : links) {
        QCOMPARE(link.helperEnd(), (End{CLD_EXITED, 0}));
        QCOMPARE(link.standardError(), QByteArray());
    }
}

QTEST_GUILESS_MAIN(tst_Truncation)
#include "tst_truncation.moc"
