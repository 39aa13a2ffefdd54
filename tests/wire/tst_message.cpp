// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "wire/bodies.h"

#include <QtTest/QtTest>

#include <vector>

using namespace Spawn::Wire;

using Decoder = bool (*)(Bytes);
template <class Message>
static bool decodes(Bytes body)
{
    return Message::decode(body).has_value();
}

// The frame around each message, the small ones field by field, and all of them byte by byte.
class tst_Message : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesTheHeader_data();
    void writesTheHeader();
    void hello();
    void helloOfALaterVersion();
    void refused();
    void controlGroup();
    void refusedIsChecked();
    void executed();
    void executedIsChecked();
    void needsEveryByte_data();
    void needsEveryByte();
    void anyChangedByteIsSurvived_data();
    void anyChangedByteIsSurvived();

private:
    static void addBodies();
};

void tst_Message::addBodies()
{
    QTest::addColumn<Body>("body");
    QTest::addColumn<Decoder>("decode");
    QTest::newRow("context") << contextBody() << Decoder(decodes<ContextMessage>);
    QTest::newRow("control group") << controlGroupBody() << Decoder(decodes<ControlGroupMessage>);
    QTest::newRow("executed") << executedBody() << Decoder(decodes<ExecutedMessage>);
    QTest::newRow("hello") << helloBody() << Decoder(decodes<HelloMessage>);
    QTest::newRow("refused") << refusedBody() << Decoder(decodes<RefusedMessage>);
    QTest::newRow("spawn") << fullSpawnBody() << Decoder(decodes<SpawnMessage>);
}

void tst_Message::writesTheHeader_data()
{
    QTest::addColumn<quint16>("type");
    QTest::addColumn<quint64>("id");
    QTest::newRow("hello") << quint16(MessageType::Hello) << quint64{0};
    QTest::newRow("context") << quint16(MessageType::Context) << quint64{0};
    QTest::newRow("spawn") << quint16(MessageType::Spawn) << quint64{5};
    QTest::newRow("refused") << quint16(MessageType::Refused) << quint64{5};
    QTest::newRow("executed") << quint16(MessageType::Executed) << quint64{0};
    QTest::newRow("control group") << quint16(MessageType::ControlGroup) << quint64{0};
    QTest::newRow("ping") << quint16(MessageType::Ping) << quint64{5};
}

void tst_Message::writesTheHeader()
{
    QFETCH(quint16, type);
    QFETCH(quint64, id);

    // Behind another frame: encode() appends.
    std::vector<uint8_t> out;
    encodeEmpty(out, MessageType::Pong, 9, 4);
    bool finished = true;
    switch (static_cast<MessageType>(type)) {
    case MessageType::Hello:
        HelloMessage{}.encode(out, 9);
        break;
    case MessageType::Context:
        finished = ContextMessage{}.encode(out, 9);
        break;
    case MessageType::Spawn:
        finished = SpawnEncoder(out, 9, id, fullSpawn(), 0, 0).finish();
        break;
    case MessageType::ControlGroup:
        ControlGroupMessage{"/"}.encode(out, 9);
        break;
    case MessageType::Refused:
        RefusedMessage{}.encode(out, 9, id);
        break;
    case MessageType::Executed:
        ExecutedMessage{}.encode(out, 9);
        break;
    default:
        encodeEmpty(out, static_cast<MessageType>(type), 9, id);
    }
    QVERIFY(finished);
    FrameDecoder decoder;
    decoder.append(out);
    auto frame = decoder.next();
    QVERIFY(frame);
    QCOMPARE(frame->type, MessageType::Pong);
    QVERIFY(frame->body.empty());
    frame = decoder.next();
    QVERIFY(frame);
    QCOMPARE(quint16(frame->type), type);
    QCOMPARE(frame->generation, uint32_t{9});
    QCOMPARE(frame->id, id);
    QVERIFY(!decoder.next());
    QCOMPARE(decoder.pendingSize(), size_t{0});
}

void tst_Message::hello()
{
    const Body body = helloBody();
    const auto message = HelloMessage::decode(body);
    QVERIFY(message);
    QCOMPARE(message->version, uint16_t{7});
    QVERIFY(message->build == "build");
}

void tst_Message::helloOfALaterVersion()
{
    Body body = helloBody();
    body.insert(body.end(), {1, 2, 3});
    QVERIFY(HelloMessage::decode(body));
}

void tst_Message::refused()
{
    const auto message = RefusedMessage::decode(refusedBody());
    QVERIFY(message);
    QCOMPARE(message->stage, Stage::Exec);
    QCOMPARE(message->error, ENOENT);
}

void tst_Message::controlGroup()
{
    const Body body = controlGroupBody();
    const auto message = ControlGroupMessage::decode(body);
    QVERIFY(message);
    QVERIFY(message->path == "/sys/fs/cgroup/asyncspawner-1-1");
    QCOMPARE(message->path.data()[message->path.size()], '\0');
    for (const char *path : {"", "relative"}) {
        std::vector<uint8_t> out;
        ControlGroupMessage{path}.encode(out, 1);
        QVERIFY(!ControlGroupMessage::decode(bodyOf(out)));
    }
}

void tst_Message::refusedIsChecked()
{
    Body body = refusedBody();
    body[0] = uint8_t(Stage::ControlGroup) + 1;
    QVERIFY(!RefusedMessage::decode(body));
    body[0] = 0;
    body[1] = 1;
    QVERIFY(!RefusedMessage::decode(body));
}

void tst_Message::executed()
{
    const auto message = ExecutedMessage::decode(executedBody());
    QVERIFY(message);
    const std::vector<uint64_t> expected{1, 2, ~uint64_t{0}};
    QVERIFY(message->ids == expected);
}

void tst_Message::executedIsChecked()
{
    Body body = executedBody();
    body[0] = 2;
    QVERIFY(!ExecutedMessage::decode(body));
    std::fill_n(body.begin(), 4, uint8_t{0xff});
    QVERIFY(!ExecutedMessage::decode(body));
    // 2^29 ids of 8 bytes are 2^32 bytes, none in 32 bits.
    const std::vector<uint8_t> overflow{0, 0, 0, 0x20};
    QVERIFY(!ExecutedMessage::decode(overflow));
}

void tst_Message::needsEveryByte_data()
{
    addBodies();
}

void tst_Message::needsEveryByte()
{
    QFETCH(Body, body);
    QFETCH(Decoder, decode);

    QVERIFY(decode(body));
    for (size_t size = 0; size < body.size(); ++size) {
        // A copy, so that a sanitizer sees a read beyond its end.
        const Body part(body.begin(), body.begin() + ptrdiff_t(size));
        QVERIFY2(!decode(part), qPrintable(QString::number(size)));
    }
    body.push_back(0);
    QCOMPARE(decode(body), decode == Decoder(decodes<HelloMessage>));
}

void tst_Message::anyChangedByteIsSurvived_data()
{
    addBodies();
}

void tst_Message::anyChangedByteIsSurvived()
{
    QFETCH(Body, body);
    QFETCH(Decoder, decode);

    size_t refusedCount = 0;
    for (size_t i = 0; i < body.size(); ++i) {
        for (const uint8_t value : {0x00, 0x01, 0x7f, 0x80, 0xff}) {
            Body changed = body;
            changed[i] = value;
            refusedCount += decode(changed) ? 0 : 1;
        }
    }
    QVERIFY(refusedCount > 0);
}

QTEST_GUILESS_MAIN(tst_Message)
#include "tst_message.moc"
