// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "helper/helperlink.h"

#include "wire/descriptorlane.h"

#include <QtCore/QRandomGenerator>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <cerrno>
#include <fcntl.h>
#include <functional>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

using namespace Spawn::Wire;
using Buffer = std::vector<uint8_t>;
using FrameChange = std::function<void(Buffer &)>;
using Send = std::function<void(HelperLink &)>;
Q_DECLARE_METATYPE(FrameChange)
Q_DECLARE_METATYPE(Send)

// Offsets in a frame: see wire/frame.h, and SpawnMessage behind the 24 bytes of the header.
static constexpr size_t SizeAt = 4;
static constexpr size_t TypeAt = 8;
static constexpr size_t ReservedAt = 10;
static constexpr size_t GenerationAt = 12;
static constexpr size_t IdAt = 16;
static constexpr size_t SlotAt = FrameHeaderSize;
static constexpr size_t FlagsAt = SlotAt + 4;
static constexpr size_t CountsAt = FlagsAt + 4 + 4 + 15;

static FrameChange set(size_t at, uint8_t value)
{
    return [=](Buffer &bytes) {
        bytes[at] = value;
    };
}

static FrameChange setSize(uint32_t size)
{
    return [=](Buffer &bytes) {
        memcpy(bytes.data() + SizeAt, &size, sizeof size);
    };
}

// Fewer or more bytes behind the header, and a size that agrees.
static FrameChange resizeBody(int by)
{
    return [=](Buffer &bytes) {
        bytes.resize(bytes.size() + static_cast<size_t>(by));
        const auto size = static_cast<uint32_t>(bytes.size() - FrameHeaderSize);
        memcpy(bytes.data() + SizeAt, &size, sizeof size);
    };
}

class tst_Frames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void f79_f95_refusesAMalformedRequest_data();
    void f79_f95_refusesAMalformedRequest();
    void f79_refusesWhatIsOutOfPlace_data();
    void f79_refusesWhatIsOutOfPlace();
    void f79_survivesRandomBytes_data();
    void f79_survivesRandomBytes();
    void f79_survivesChangedBytes();
    void f79_readsAFrameThatDrips();
    void f79_neverRunsASlotTwice();
    void readsWhileItWaitsToWrite();
    void f30_saysWhenDescriptorsDidNotFit();
};

void tst_Frames::f79_f95_refusesAMalformedRequest_data()
{
    QTest::addColumn<FrameChange>("change");
    QTest::newRow("wrong magic") << set(0, 'X');
    QTest::newRow("size beyond the limit") << setSize(MaximumFrameSize + 1);
    QTest::newRow("size of 2 GiB") << setSize(0x7fffffff);
    QTest::newRow("size of -1") << setSize(0xffffffff);
    QTest::newRow("unknown type") << set(TypeAt, 99);
    QTest::newRow("type of the other direction") << set(TypeAt, uint8_t(MessageType::Pong));
    QTest::newRow("a second hello") << set(TypeAt, uint8_t(MessageType::Hello));
    QTest::newRow("reserved field in use") << set(ReservedAt, 1);
    QTest::newRow("another generation") << set(GenerationAt, HelperLink::Generation + 1);
    QTest::newRow("id 0") << set(IdAt, 0);
    QTest::newRow("another id than the slot's") << set(IdAt, 2);
    QTest::newRow("slot out of range") << set(SlotAt + 1, 0x20);
    QTest::newRow("another command's slot") << set(SlotAt, 5);
    QTest::newRow("unknown flag") << set(FlagsAt, 0x80);
    QTest::newRow("unknown source of a stream") << set(FlagsAt + 8, 9);
    QTest::newRow("more limits than there are") << set(CountsAt, 30);
    QTest::newRow("more descriptors than there are") << set(CountsAt + 2, 199);
    QTest::newRow("too many descriptors") << set(CountsAt + 3, 0xff);
    QTest::newRow("no arguments") << set(CountsAt + 4, 0);
    QTest::newRow("four billion arguments") << set(CountsAt + 7, 0xff);
    QTest::newRow("more variables than there are") << set(CountsAt + 8, 200);
    QTest::newRow("body cut short") << resizeBody(-1);
    QTest::newRow("body of nothing") << FrameChange(
        [](Buffer &bytes) { resizeBody(int(FrameHeaderSize) - int(bytes.size()))(bytes); });
    QTest::newRow("bytes behind the body's end") << resizeBody(3);
    QTest::newRow("NUL in a string")
        << FrameChange([](Buffer &bytes) { bytes[bytes.size() - 3] = 0; });
    QTest::newRow("string without its NUL")
        << FrameChange([](Buffer &bytes) { bytes.back() = 'x'; });
}

void tst_Frames::f79_f95_refusesAMalformedRequest()
{
    QFETCH(const FrameChange, change);
    const QTemporaryDir folder;
    const QByteArray mark = folder.filePath(QStringLiteral("ran")).toUtf8();
    HelperLink link;
    QVERIFY(link.startAndGreet());
    link.prepareSlot(1);
    Buffer frame = link.frameOf(1, testChildRequest({"append", mark}));
    change(frame);
    link.sendBytes(frame);
    QCOMPARE(link.helperEnd(), (End{CLD_EXITED, 4}));
    const QByteArray text = link.standardError();
    QVERIFY2(text.startsWith("protocol error: ") && text.count('\n') == 1, text.constData());
    QCOMPARE(link.slot(1).pid, 0);
    QVERIFY(!QFile::exists(QString::fromUtf8(mark)));
}

void tst_Frames::f79_refusesWhatIsOutOfPlace_data()
{
    QTest::addColumn<bool>("greets");
    QTest::addColumn<Send>("send");
    const auto wantsOutput = [] {
        Request request = testChildRequest({"exit", "0"});
        request.message.streams[1].source = Source::Lane;
        return request;
    };
    QTest::newRow("a request before the hello") << false << Send([](HelperLink &link) {
        link.spawn(1, testChildRequest({"exit", "0"}));
    });
    QTest::newRow("a ping with a body") << true << Send([](HelperLink &link) {
        Buffer bytes;
        const uint8_t body[] = {1};
        appendFrame(bytes, {MessageType::Ping, HelperLink::Generation, 1, body});
        link.sendBytes(bytes);
    });
    QTest::newRow("descriptors that never came")
        << true << Send([=](HelperLink &link) { link.spawn(1, wantsOutput()); });
    QTest::newRow("descriptors of another command") << true << Send([=](HelperLink &link) {
        link.sendLane(2, {0});
        link.spawn(1, wantsOutput());
    });
    QTest::newRow("a descriptor too many") << true << Send([=](HelperLink &link) {
        link.sendLane(1, {0, 0});
        link.spawn(1, wantsOutput());
    });
    QTest::newRow("a descriptor too few") << true << Send([=](HelperLink &link) {
        Request request = wantsOutput();
        request.message.childDescriptors = {5};
        link.sendLane(1, {0});
        link.spawn(1, request);
    });
    QTest::newRow("a lane packet that is none") << true << Send([=](HelperLink &link) {
        send(link.lane.get(), "nonsense", 8, 0);
        link.spawn(1, wantsOutput());
    });
    QTest::newRow("a context without its directory") << true << Send([](HelperLink &link) {
        Buffer bytes;
        ContextMessage message;
        message.directoryAsDescriptor = true;
        if (message.encode(bytes, HelperLink::Generation))
            link.sendBytes(bytes);
    });
}

void tst_Frames::f79_refusesWhatIsOutOfPlace()
{
    QFETCH(const bool, greets);
    QFETCH(const Send, send);
    HelperLink link;
    QVERIFY(greets ? link.startAndGreet() : link.start());
    send(link);
    QCOMPARE(link.helperEnd(), (End{CLD_EXITED, 4}));
    QVERIFY(link.standardError().startsWith("protocol error: "));
    QCOMPARE(link.slot(1).pid, 0);
}

void tst_Frames::f79_survivesRandomBytes_data()
{
    QTest::addColumn<bool>("greets");
    QTest::newRow("instead of a hello") << false;
    QTest::newRow("behind the hello") << true;
}

void tst_Frames::f79_survivesRandomBytes()
{
    QFETCH(const bool, greets);
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    for (int round = 0; round < 20; ++round) {
        HelperLink link;
        QVERIFY(greets ? link.startAndGreet() : link.start());
        Buffer bytes(random.bounded(24, 5000));
        for (uint8_t &byte : bytes)
            byte = static_cast<uint8_t>(random.generate());
        link.sendBytes(bytes);
        QCOMPARE(link.helperEnd(), (End{CLD_EXITED, 4}));
    }
}

// A change may make another valid request: then it must have been taken as one.
void tst_Frames::f79_survivesChangedBytes()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    for (int round = 0; round < 100; ++round) {
        HelperLink link;
        QVERIFY(link.startAndGreet());
        Request request;
        request.arguments = {"/dev/null/no-such", "two"};
        link.prepareSlot(1);
        Buffer frame = link.frameOf(1, request);
        const int changes = random.bounded(1, 4);
        for (int i = 0; i < changes; ++i)
            frame[static_cast<size_t>(random.bounded(int(frame.size())))]
                = static_cast<uint8_t>(random.generate());
        // Whatever size it announces now arrives, and behind it something that is no frame.
        frame.resize(frame.size() + MaximumFrameSize + FrameHeaderSize);
        link.sendBytes(frame);
        QCOMPARE(link.helperEnd(), (End{CLD_EXITED, 4}));
        if (link.slot(1).pid != 0)
            QCOMPARE(link.end(1).code, int(CLD_EXITED));
    }
}

void tst_Frames::f79_readsAFrameThatDrips()
{
    HelperLink link;
    QVERIFY(link.startAndGreet());
    link.prepareSlot(1);
    for (const uint8_t byte : link.frameOf(1, testChildRequest({"exit", "3"})))
        link.sendBytes({byte});
    QCOMPARE(link.end(1), (End{CLD_EXITED, 3}));
}

void tst_Frames::f79_neverRunsASlotTwice()
{
    const QTemporaryDir folder;
    const QString mark = folder.filePath(QStringLiteral("ran"));
    HelperLink link;
    QVERIFY(link.startAndGreet());
    link.prepareSlot(1);
    const Buffer frame = link.frameOf(1, testChildRequest({"append", mark.toUtf8()}));
    Buffer twice = frame;
    twice.insert(twice.end(), frame.begin(), frame.end());
    link.sendBytes(twice);
    QCOMPARE(link.helperEnd(), (End{CLD_EXITED, 4}));
    if (link.slot(1).pid != 0)
        QTRY_COMPARE(QFileInfo(mark).size(), 1);
}

void tst_Frames::readsWhileItWaitsToWrite()
{
    HelperLink link;
    QVERIFY(link.startAndGreet());
    Buffer pings;
    constexpr quint64 Count = 200000; // several times what the two sockets hold
    for (quint64 number = 1; number <= Count; ++number)
        encodeEmpty(pings, MessageType::Ping, HelperLink::Generation, number);
    // Nothing is read here until the helper takes no more.
    size_t sent = 0;
    quint64 answered = 0;
    FrameDecoder decoder;
    while (answered < Count) {
        const ssize_t size = sent == pings.size()
            ? 0
            : send(link.control.get(), pings.data() + sent, pings.size() - sent, MSG_DONTWAIT);
        if (size > 0) {
            sent += static_cast<size_t>(size);
            continue;
        }
        QVERIFY(waitUntilReadable(link.control.get()));
        uint8_t buffer[4096];
        const ssize_t got = recv(link.control.get(), buffer, sizeof buffer, 0);
        QVERIFY(got > 0);
        decoder.append({buffer, static_cast<size_t>(got)});
        while (const auto frame = decoder.next())
            QCOMPARE(frame->id, ++answered);
    }
    QCOMPARE(sent, pings.size());
}

void tst_Frames::f30_saysWhenDescriptorsDidNotFit()
{
    HelperLink link;
    QVERIFY(link.startAndGreet());
    rlimit limit{};
    QCOMPARE(prlimit(link.processId(), RLIMIT_NOFILE, nullptr, &limit), 0);
    limit.rlim_cur = 12;
    QCOMPARE(prlimit(link.processId(), RLIMIT_NOFILE, &limit, nullptr), 0);
    Request request = testChildRequest({"exit", "0"});
    for (int i = 0; i < 10; ++i) {
        request.message.childDescriptors.push_back(10 + i);
        request.descriptors.push_back(0);
    }
    link.spawn(1, request);
    const auto answer = link.answer(MessageType::Refused, 1);
    QVERIFY(answer);
    const auto refused = RefusedMessage::decode(answer->bytes());
    QVERIFY(refused);
    QCOMPARE(refused->stage, Stage::Transfer);
    QCOMPARE(refused->error, EMFILE);
    QCOMPARE(link.slot(1).pid, 0);
    link.spawn(2, testChildRequest({"exit", "4"}));
    QCOMPARE(link.end(2), (End{CLD_EXITED, 4}));
}

QTEST_GUILESS_MAIN(tst_Frames)
#include "tst_frames.moc"
