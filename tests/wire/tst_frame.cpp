// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "wire/frame.h"

#include <QtTest/QtTest>

#include <string>
#include <vector>

using namespace Spawn::Wire;

// What a Frame says, with a copy of its body: the frame's own is gone with the next call.
struct Seen
{
    uint16_t type = 0;
    uint32_t generation = 0;
    uint64_t id = 0;
    std::vector<uint8_t> body;
    bool operator==(const Seen &) const = default;
};

static Seen seen(const Frame &frame)
{
    return {static_cast<uint16_t>(frame.type),
            frame.generation,
            frame.id,
            {frame.body.begin(), frame.body.end()}};
}

static std::vector<Seen> takeAll(FrameDecoder &decoder)
{
    std::vector<Seen> result;
    while (const auto frame = decoder.next())
        result.push_back(seen(*frame));
    return result;
}

static std::vector<uint8_t> encoded(MessageType type, uint32_t generation, uint64_t id,
                                    const std::vector<uint8_t> &body)
{
    std::vector<uint8_t> out;
    appendFrame(out, {type, generation, id, body});
    return out;
}

class tst_Frame : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasTheDocumentedLayout();
    void roundTrip_data();
    void roundTrip();
    void cutsAStreamIntoFrames_data();
    void cutsAStreamIntoFrames();
    void waitsForTheRestOfAFrame_data();
    void waitsForTheRestOfAFrame();
    void refusesABadHeader_data();
    void refusesABadHeader();
    void givesOutTheFramesBeforeABadOne();
    void staysInError();
    void keepsItsRoom();
    void announcedSizeIsNotAllocated();
    void dropsWhatItGaveOut();
    void describesEveryError();
};

void tst_Frame::hasTheDocumentedLayout()
{
    const std::vector<uint8_t> expected = {
        0x41, 0x53, 0x50, 0x4e, // magic
        0x02, 0x00, 0x00, 0x00, // size
        0x20, 0x00, 0x00, 0x00, // type, reserved
        0x04, 0x03, 0x02, 0x01, // generation
        0x18, 0x17, 0x16, 0x15, 0x14, 0x13, 0x12, 0x11, // id
        0xaa, 0x00, // body
    };
    QCOMPARE(encoded(MessageType::Refused, 0x01020304, 0x1112131415161718, {0xaa, 0x00}), expected);
}

void tst_Frame::roundTrip_data()
{
    QTest::addColumn<quint16>("type");
    QTest::addColumn<quint32>("generation");
    QTest::addColumn<quint64>("id");
    QTest::addColumn<qsizetype>("bodySize");

    QTest::newRow("empty body") << quint16{1} << quint32{0} << quint64{0} << qsizetype{0};
    QTest::newRow("one byte") << quint16{16} << quint32{1} << quint64{7} << qsizetype{1};
    QTest::newRow("every byte value") << quint16{16} << quint32{2} << quint64{8} << qsizetype{256};
    QTest::newRow("largest numbers")
        << quint16{0xffff} << quint32{0xffffffff} << ~quint64{0} << qsizetype{3};
    QTest::newRow("largest body") << quint16{17} << quint32{1} << quint64{1}
                                  << qsizetype{MaximumFrameSize};
}

void tst_Frame::roundTrip()
{
    QFETCH(quint16, type);
    QFETCH(quint32, generation);
    QFETCH(quint64, id);
    QFETCH(qsizetype, bodySize);

    Seen expected{type, generation, id, {}};
    for (qsizetype i = 0; i < bodySize; ++i)
        expected.body.push_back(static_cast<uint8_t>(i));

    FrameDecoder decoder;
    decoder.append(encoded(static_cast<MessageType>(type), generation, id, expected.body));
    const auto frame = decoder.next();
    QVERIFY(frame);
    QVERIFY(seen(*frame) == expected);
    QVERIFY(!decoder.next());
    QCOMPARE(decoder.error(), FrameError::None);
    QCOMPARE(decoder.pendingSize(), size_t{0});
}

void tst_Frame::cutsAStreamIntoFrames_data()
{
    QTest::addColumn<qsizetype>("pieceSize");

    QTest::newRow("one byte at a time") << qsizetype{1};
    QTest::newRow("a header less one byte") << qsizetype{FrameHeaderSize - 1};
    QTest::newRow("a header") << qsizetype{FrameHeaderSize};
    QTest::newRow("a header and a byte") << qsizetype{FrameHeaderSize + 1};
    QTest::newRow("two frames and a half") << qsizetype{70};
    QTest::newRow("all glued together") << qsizetype{1 << 20};
}

void tst_Frame::cutsAStreamIntoFrames()
{
    QFETCH(qsizetype, pieceSize);

    std::vector<uint8_t> stream;
    std::vector<Seen> expected;
    for (uint8_t i = 0; i < 20; ++i) {
        expected.push_back({uint16_t(i + 1), i, i, std::vector<uint8_t>(size_t{i} * 3, i)});
        appendFrame(stream,
                    {static_cast<MessageType>(expected.back().type), i, i, expected.back().body});
    }

    FrameDecoder decoder;
    std::vector<Seen> result;
    for (Bytes rest(stream); !rest.empty();) {
        const size_t size = std::min(rest.size(), size_t(pieceSize));
        decoder.append(rest.first(size));
        rest = rest.subspan(size);
        for (const Seen &frame : takeAll(decoder))
            result.push_back(frame);
    }
    QVERIFY(result == expected);
    QCOMPARE(decoder.error(), FrameError::None);
    QCOMPARE(decoder.pendingSize(), size_t{0});
}

void tst_Frame::waitsForTheRestOfAFrame_data()
{
    QTest::addColumn<qsizetype>("missing");

    QTest::newRow("nothing there") << qsizetype{FrameHeaderSize + 10};
    QTest::newRow("one byte there") << qsizetype{FrameHeaderSize + 9};
    QTest::newRow("header not complete") << qsizetype{11};
    QTest::newRow("header only") << qsizetype{10};
    QTest::newRow("last byte missing") << qsizetype{1};
}

void tst_Frame::waitsForTheRestOfAFrame()
{
    QFETCH(qsizetype, missing);

    const std::vector<uint8_t> bytes
        = encoded(MessageType::Pong, 1, 2, std::vector<uint8_t>(10, 0x41));
    const size_t there = bytes.size() - size_t(missing);
    FrameDecoder decoder;
    decoder.append(Bytes(bytes).first(there));
    QVERIFY(!decoder.next());
    QVERIFY(!decoder.next());
    QCOMPARE(decoder.error(), FrameError::None);
    QCOMPARE(decoder.pendingSize(), there);

    decoder.append(Bytes(bytes).subspan(there));
    QCOMPARE(takeAll(decoder).size(), size_t{1});
}

void tst_Frame::refusesABadHeader_data()
{
    QTest::addColumn<qsizetype>("offset");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<FrameError>("error");

    const auto size = [](uint32_t value) {
        QByteArray bytes;
        for (int i = 0; i < 4; ++i)
            bytes.append(char(value >> (8 * i)));
        return bytes;
    };
    QTest::newRow("magic of zeros") << qsizetype{0} << size(0) << FrameError::BadMagic;
    QTest::newRow("magic of the other endianness")
        << qsizetype{0} << QByteArray("NPSA") << FrameError::BadMagic;
    QTest::newRow("last byte of the magic")
        << qsizetype{3} << QByteArray("n") << FrameError::BadMagic;
    QTest::newRow("text") << qsizetype{0} << QByteArray("GET / HTTP/1.1\r\nHost: a")
                          << FrameError::BadMagic;
    QTest::newRow("reserved") << qsizetype{10} << QByteArray("\1") << FrameError::BadReserved;
    QTest::newRow("high byte of reserved")
        << qsizetype{11} << QByteArray("\x80") << FrameError::BadReserved;
    QTest::newRow("one byte too large")
        << qsizetype{4} << size(MaximumFrameSize + 1) << FrameError::TooLarge;
    QTest::newRow("largest positive size")
        << qsizetype{4} << size(0x7fffffff) << FrameError::TooLarge;
    QTest::newRow("smallest negative size")
        << qsizetype{4} << size(0x80000000) << FrameError::TooLarge;
    QTest::newRow("size of minus one") << qsizetype{4} << size(0xffffffff) << FrameError::TooLarge;
}

void tst_Frame::refusesABadHeader()
{
    QFETCH(qsizetype, offset);
    QFETCH(QByteArray, bytes);
    QFETCH(FrameError, error);

    std::vector<uint8_t> frame = encoded(MessageType::Ping, 1, 2, {});
    std::copy(bytes.begin(), bytes.end(), frame.begin() + offset);
    FrameDecoder decoder;
    decoder.append(frame);
    QVERIFY(!decoder.next());
    QCOMPARE(decoder.error(), error);
}

void tst_Frame::givesOutTheFramesBeforeABadOne()
{
    std::vector<uint8_t> stream = encoded(MessageType::Ping, 1, 2, {1, 2, 3});
    stream.resize(stream.size() + FrameHeaderSize);
    FrameDecoder decoder;
    decoder.append(stream);
    QCOMPARE(takeAll(decoder).size(), size_t{1});
    QCOMPARE(decoder.error(), FrameError::BadMagic);
}

void tst_Frame::staysInError()
{
    FrameDecoder decoder;
    decoder.append(std::vector<uint8_t>(FrameHeaderSize, 0));
    QVERIFY(!decoder.next());
    const size_t pending = decoder.pendingSize();
    decoder.append(encoded(MessageType::Ping, 1, 2, {}));
    QVERIFY(!decoder.next());
    QCOMPARE(decoder.error(), FrameError::BadMagic);
    QCOMPARE(decoder.pendingSize(), pending);
}

static qint64 residentPages()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').at(1).toLongLong() : -1;
}

void tst_Frame::keepsItsRoom()
{
    FrameDecoder decoder;
    decoder.reserve(100);
    [[maybe_unused]] const qint64 before = residentPages();
    const std::vector<uint8_t> largest
        = encoded(MessageType::Spawn, 1, 2, std::vector<uint8_t>(MaximumFrameSize, 'x'));
    for (int round = 0; round < 2; ++round) {
        decoder.append(largest);
        const std::optional<Frame> frame = decoder.next();
        QVERIFY(frame && frame->body.size() == MaximumFrameSize && frame->body.back() == 'x');
        decoder.discardPages();
        QCOMPARE(decoder.pendingSize(), size_t{0});
        decoder.append(encoded(MessageType::Ping, 1, 2, {}));
        QCOMPARE(takeAll(decoder).size(), size_t{1});
    }
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // which has pages of its own for each of ours
    const qint64 kept = residentPages() - before - static_cast<qint64>(largest.size() / 4096);
    QVERIFY2(kept < 200, qPrintable(QString::number(kept)));
#endif
}

void tst_Frame::announcedSizeIsNotAllocated()
{
    // A thousand connections that each announce the largest frame would be 8 GiB.
    const std::vector<uint8_t> largest
        = encoded(MessageType::Spawn, 1, 2, std::vector<uint8_t>(MaximumFrameSize));
    std::vector<FrameDecoder> decoders(1000);
    const qint64 before = residentPages();
    for (FrameDecoder &decoder : decoders) {
        decoder.append(Bytes(largest).first(FrameHeaderSize + 1));
        QVERIFY(!decoder.next());
        QCOMPARE(decoder.error(), FrameError::None);
    }
    QVERIFY(before > 0);
    QVERIFY(residentPages() - before < (64 << 20) / 4096);
}

void tst_Frame::dropsWhatItGaveOut()
{
    const std::vector<uint8_t> one = encoded(MessageType::Ping, 1, 2, {1});
    FrameDecoder decoder;
    // Never at a frame's end when more comes, so the buffer is never simply empty.
    decoder.append(Bytes(one).first(5));
    for (int i = 0; i < 1000; ++i) {
        decoder.append(Bytes(one).subspan(5));
        decoder.append(Bytes(one).first(5));
        QCOMPARE(takeAll(decoder).size(), size_t{1});
        QCOMPARE(decoder.pendingSize(), size_t{5});
    }
}

void tst_Frame::describesEveryError()
{
    std::vector<std::string> texts;
    for (const FrameError error :
         {FrameError::None, FrameError::BadMagic, FrameError::BadReserved, FrameError::TooLarge}) {
        texts.emplace_back(describe(error));
        QVERIFY(!texts.back().empty());
        QCOMPARE(std::count(texts.begin(), texts.end(), texts.back()), ptrdiff_t{1});
    }
}

QTEST_GUILESS_MAIN(tst_Frame)
#include "tst_frame.moc"
