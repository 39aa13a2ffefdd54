// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "wire/bytes.h"
#include "wire/message.h"

#include <QtTest/QtTest>

#include <fcntl.h>
#include <string>
#include <sys/resource.h>
#include <vector>

using namespace Spawn::Wire;
using Body = std::vector<uint8_t>;

static const std::string everyByte = [] {
    std::string result;
    for (int i = 1; i < 256; ++i) // a NUL ends a string for the kernel
        result.push_back(char(i));
    return result;
}();

// The body of the one frame in out.
static Body bodyOf(const std::vector<uint8_t> &out)
{
    FrameDecoder decoder;
    decoder.append(out);
    const auto frame = decoder.next();
    if (!frame || decoder.pendingSize() != 0)
        qFatal("not exactly one frame");
    return {frame->body.begin(), frame->body.end()};
}

static SpawnMessage fullSpawn()
{
    SpawnMessage message;
    message.slot = LedgerSlots - 1;
    message.flags
        = SpawnMessage::Detached | SpawnMessage::SetNiceLevel | SpawnMessage::OwnEnvironment;
    message.niceLevel = -20;
    message.streams[0] = {Source::File, O_RDONLY, "/dev/zero"};
    message.streams[1] = {Source::Lane, 0, {}};
    message.streams[2] = {Source::SameAsOutput, 0, {}};
    message.limits = {{RLIMIT_NOFILE, 1, 2}, {RLIMIT_CORE, 0, ~uint64_t{0}}};
    message.childDescriptors = {3, 7, 0x7fffffff};
    message.directory = "/tmp";
    return message;
}

static Body spawnBody(const SpawnMessage &message, const std::vector<std::string> &arguments,
                      const std::vector<std::string> &environment)
{
    std::vector<uint8_t> out;
    SpawnEncoder encoder(out, 1, 2, message, uint32_t(arguments.size()),
                         uint32_t(environment.size()));
    for (const auto *list : {&arguments, &environment}) {
        for (const std::string &string : *list)
            encoder.string(string);
    }
    if (!encoder.finish())
        qFatal("too large");
    return bodyOf(out);
}

static Body fullSpawnBody()
{
    return spawnBody(fullSpawn(), {"printf", "", everyByte}, {"PATH=/bin", everyByte});
}

static Body helloBody()
{
    std::vector<uint8_t> out;
    HelloMessage{7, "build"}.encode(out, 1);
    return bodyOf(out);
}

static Body contextBody()
{
    ContextMessage message;
    message.directoryAsDescriptor = true;
    message.umask = 022;
    message.niceLevel = 19;
    message.limits = {{RLIMIT_NOFILE, 1024, 4096}};
    message.directory = everyByte;
    message.environment = {"PATH=/bin", everyByte.c_str(), ""};
    std::vector<uint8_t> out;
    if (!message.encode(out, 1))
        qFatal("too large");
    return bodyOf(out);
}

static Body refusedBody()
{
    std::vector<uint8_t> out;
    RefusedMessage{Stage::Exec, ENOENT}.encode(out, 1, 2);
    return bodyOf(out);
}

static Body executedBody()
{
    std::vector<uint8_t> out;
    ExecutedMessage{{1, 2, ~uint64_t{0}}}.encode(out, 1);
    return bodyOf(out);
}

using Decoder = bool (*)(Bytes);
template <class Message>
static bool decodes(Bytes body)
{
    return Message::decode(body).has_value();
}

class tst_Message : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesTheHeader_data();
    void writesTheHeader();
    void hello();
    void helloOfALaterVersion();
    void context();
    void tooLargeAContext();
    void contextIsChecked_data();
    void contextIsChecked();
    void spawn();
    void smallestSpawn();
    void spawnIsChecked_data();
    void spawnIsChecked();
    void tooLargeToSpawn();
    void refused();
    void refusedIsChecked();
    void executed();
    void executedIsChecked();
    void needsEveryByte_data();
    void needsEveryByte();
    void anyChangedByteIsSurvived_data();
    void anyChangedByteIsSurvived();
    void stringsAreChecked_data();
    void stringsAreChecked();
    void readsNothingBehindTheEnd();

private:
    static void addBodies();
};

void tst_Message::addBodies()
{
    QTest::addColumn<Body>("body");
    QTest::addColumn<Decoder>("decode");
    QTest::newRow("context") << contextBody() << Decoder(decodes<ContextMessage>);
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

void tst_Message::context()
{
    const Body body = contextBody();
    const auto message = ContextMessage::decode(body);
    QVERIFY(message);
    QVERIFY(message->directoryAsDescriptor);
    QCOMPARE(message->umask, uint32_t{022});
    QCOMPARE(message->niceLevel, 19);
    const std::vector<ResourceLimit> limits{{RLIMIT_NOFILE, 1024, 4096}};
    QVERIFY(message->limits == limits);
    QVERIFY(message->directory == everyByte);
    const std::vector<std::string> variables(message->environment.begin(),
                                             message->environment.end());
    const std::vector<std::string> expected{"PATH=/bin", everyByte, ""};
    QVERIFY(variables == expected);
    QVERIFY(message->environment.capacity() > message->environment.size()); // for a null pointer
}

void tst_Message::tooLargeAContext()
{
    std::vector<uint8_t> out;
    encodeEmpty(out, MessageType::Ping, 1, 1);
    const std::vector<uint8_t> before = out;
    const std::string large(MaximumFrameSize, 'x');
    ContextMessage message;
    message.environment = {large.c_str()};
    QVERIFY(!message.encode(out, 1));
    QVERIFY(out == before);
}

void tst_Message::contextIsChecked_data()
{
    QTest::addColumn<qsizetype>("offset");
    QTest::addColumn<int>("value");
    QTest::addColumn<bool>("accepted");

    QTest::newRow("flag is neither 0 nor 1") << qsizetype{0} << 2 << false;
    QTest::newRow("largest umask") << qsizetype{2} << 1 << true;
    QTest::newRow("umask with more than nine bits") << qsizetype{2} << 2 << false;
    QTest::newRow("negative nice level") << qsizetype{8} << 0xff << true; // the kernel bounds it
    QTest::newRow("no limits where there is one") << qsizetype{9} << 0 << false;
    QTest::newRow("more limits than there are") << qsizetype{9} << 2 << false;
    QTest::newRow("more limits than allowed") << qsizetype{9} << int{MaximumLimits} + 1 << false;
    QTest::newRow("256 times as many limits") << qsizetype{10} << 1 << false;
    QTest::newRow("fewer variables than there are") << qsizetype{11} << 2 << false;
    QTest::newRow("more variables than there are") << qsizetype{11} << 4 << false;
    QTest::newRow("many more variables than there are") << qsizetype{14} << 0xff << false;
}

void tst_Message::contextIsChecked()
{
    QFETCH(qsizetype, offset);
    QFETCH(int, value);
    QFETCH(bool, accepted);

    Body body = contextBody();
    body[size_t(offset)] = uint8_t(value);
    QCOMPARE(ContextMessage::decode(body).has_value(), accepted);
}

void tst_Message::spawn()
{
    const Body body = fullSpawnBody();
    const SpawnMessage expected = fullSpawn();
    const auto message = SpawnMessage::decode(body);
    QVERIFY(message);
    QCOMPARE(message->slot, expected.slot);
    QCOMPARE(message->flags, expected.flags);
    QCOMPARE(message->niceLevel, expected.niceLevel);
    for (size_t i = 0; i < expected.streams.size(); ++i) {
        QCOMPARE(message->streams[i].source, expected.streams[i].source);
        QCOMPARE(message->streams[i].openFlags, expected.streams[i].openFlags);
        QVERIFY(message->streams[i].path == expected.streams[i].path);
    }
    QVERIFY(message->limits == expected.limits);
    QVERIFY(message->childDescriptors == expected.childDescriptors);
    QVERIFY(message->directory == expected.directory);
    const std::vector<std::string> arguments(message->arguments.begin(), message->arguments.end());
    const std::vector<std::string> expectedArguments{"printf", "", everyByte};
    QVERIFY(arguments == expectedArguments);
    const std::vector<std::string> variables(message->environment.begin(),
                                             message->environment.end());
    const std::vector<std::string> expectedVariables{"PATH=/bin", everyByte};
    QVERIFY(variables == expectedVariables);
}

void tst_Message::smallestSpawn()
{
    const auto message = SpawnMessage::decode(spawnBody({}, {""}, {}));
    QVERIFY(message);
    QCOMPARE(message->arguments.size(), size_t{1});
    QVERIFY(message->environment.empty());
    // The null pointer that execve() wants behind them must not need another allocation.
    QVERIFY(message->arguments.capacity() > message->arguments.size());
    QVERIFY(message->environment.capacity() > message->environment.size());
}

void tst_Message::spawnIsChecked_data()
{
    QTest::addColumn<qsizetype>("offset");
    QTest::addColumn<QByteArray>("bytes");

    const QByteArray minusOne("\xff\xff\xff\xff");
    QTest::newRow("slot beyond the last") << qsizetype{0} << QByteArray("\x00\x20\x00\x00", 4);
    QTest::newRow("slot of minus one") << qsizetype{0} << minusOne;
    QTest::newRow("unknown flag") << qsizetype{4} << QByteArray("\x08");
    QTest::newRow("variables that are not its own") << qsizetype{4} << QByteArray("\x03");
    QTest::newRow("highest flag") << qsizetype{7} << QByteArray("\x80");
    QTest::newRow("input from an unknown source") << qsizetype{12} << QByteArray("\x04");
    QTest::newRow("input as the output") << qsizetype{12} << QByteArray("\x03");
    QTest::newRow("output as itself") << qsizetype{17} << QByteArray("\x03");
    QTest::newRow("error output from an unknown source") << qsizetype{22} << QByteArray("\xff");
    QTest::newRow("a file without a path") << qsizetype{17} << QByteArray("\x02");
    QTest::newRow("a path without a file") << qsizetype{12} << QByteArray("\x01");
    QTest::newRow("fewer limits than there are") << qsizetype{27} << QByteArray("\x01");
    QTest::newRow("more limits than allowed")
        << qsizetype{27} << QByteArray(1, char(MaximumLimits + 1));
    QTest::newRow("largest number of limits") << qsizetype{27} << minusOne.left(2);
    QTest::newRow("more extra descriptors than allowed")
        << qsizetype{29} << QByteArray(1, char(MaximumExtraDescriptors + 1));
    QTest::newRow("largest number of extra descriptors") << qsizetype{29} << minusOne.left(2);
    QTest::newRow("no arguments") << qsizetype{31} << QByteArray(4, 0);
    QTest::newRow("more arguments than there are") << qsizetype{31} << QByteArray("\x08");
    QTest::newRow("largest number of arguments") << qsizetype{31} << minusOne;
    QTest::newRow("an argument that is a variable") << qsizetype{35} << QByteArray("\x01");
    QTest::newRow("largest number of variables") << qsizetype{35} << minusOne;
    QTest::newRow("all counts at their largest") << qsizetype{27} << minusOne.repeated(3);
    QTest::newRow("extra descriptor is the error output")
        << qsizetype{39 + 2 * 20} << QByteArray("\x02");
    QTest::newRow("extra descriptor is negative") << qsizetype{39 + 2 * 20} << minusOne;
}

void tst_Message::spawnIsChecked()
{
    QFETCH(qsizetype, offset);
    QFETCH(QByteArray, bytes);

    Body body = fullSpawnBody();
    QVERIFY(SpawnMessage::decode(body));
    std::copy(bytes.begin(), bytes.end(), body.begin() + offset);
    QVERIFY(!SpawnMessage::decode(body));
}

void tst_Message::tooLargeToSpawn()
{
    std::vector<uint8_t> out;
    encodeEmpty(out, MessageType::Ping, 1, 1);
    const std::vector<uint8_t> before = out;

    const SpawnMessage message = fullSpawn();
    SpawnEncoder encoder(out, 1, 2, message, 1, 0);
    encoder.string(std::string(MaximumFrameSize, 'x'));
    QVERIFY(!encoder.finish());
    QVERIFY(out == before);

    // As large as a frame may be.
    const size_t rest = spawnBody(message, {""}, {}).size();
    const Body body = spawnBody(message, {std::string(MaximumFrameSize - rest, 'x')}, {});
    QCOMPARE(body.size(), size_t{MaximumFrameSize});
    QVERIFY(SpawnMessage::decode(body));
}

void tst_Message::refused()
{
    const auto message = RefusedMessage::decode(refusedBody());
    QVERIFY(message);
    QCOMPARE(message->stage, Stage::Exec);
    QCOMPARE(message->error, ENOENT);
}

void tst_Message::refusedIsChecked()
{
    Body body = refusedBody();
    body[0] = uint8_t(Stage::Exec) + 1;
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

void tst_Message::stringsAreChecked_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("accepted");
    QTest::addColumn<QByteArray>("text");

    QTest::newRow("empty") << QByteArray("\0\0\0\0\0", 5) << true << QByteArray();
    QTest::newRow("two bytes") << QByteArray("\2\0\0\0ab\0", 7) << true << QByteArray("ab");
    QTest::newRow("no length") << QByteArray() << false << QByteArray();
    QTest::newRow("half a length") << QByteArray("\0\0", 2) << false << QByteArray();
    QTest::newRow("empty without its NUL") << QByteArray("\0\0\0\0", 4) << false << QByteArray();
    QTest::newRow("without its NUL") << QByteArray("\2\0\0\0ab", 6) << false << QByteArray();
    QTest::newRow("another byte for the NUL")
        << QByteArray("\2\0\0\0abc", 7) << false << QByteArray();
    QTest::newRow("NUL inside") << QByteArray("\2\0\0\0a\0\0", 7) << false << QByteArray();
    QTest::newRow("NUL at its front") << QByteArray("\2\0\0\0\0b\0", 7) << false << QByteArray();
    QTest::newRow("largest length") << QByteArray("\xff\xff\xff\xff"
                                                  "ab\0",
                                                  7)
                                    << false << QByteArray();
}

void tst_Message::stringsAreChecked()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, accepted);
    QFETCH(QByteArray, text);

    const Body body(bytes.begin(), bytes.end());
    ByteReader reader(body);
    const std::string_view result = reader.string();
    QCOMPARE(reader.ok(), accepted);
    QVERIFY(result == std::string_view(text.constData(), size_t(text.size())));
    QVERIFY(reader.atEnd());
}

void tst_Message::readsNothingBehindTheEnd()
{
    const Body body{1, 2, 3, 4, 5};
    ByteReader reader(body);
    QCOMPARE(reader.u16(), uint16_t{0x0201});
    QCOMPARE(reader.u32(), uint32_t{0});
    QVERIFY(!reader.ok());
    QCOMPARE(reader.u8(), uint8_t{0}); // although a byte would have been there
    QVERIFY(!reader.ok());
    QVERIFY(reader.string().empty());
}

QTEST_GUILESS_MAIN(tst_Message)
#include "tst_message.moc"
