// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "wire/corpus.h"
#include "wire/message.h"

#include <QtTest/QtTest>

#include <fcntl.h>
#include <vector>

using namespace Spawn::Wire;
using namespace Qt::StringLiterals;

// Feeds the corpus of fuzz_frame to it: streams of frames.
class tst_FuzzCorpus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void replay_data() { addCorpusRows(); }
    void replay();
    void holdsTheInputsMadeHere_data();
    void holdsTheInputsMadeHere();
};

static std::vector<uint8_t> spawnFrame()
{
    SpawnMessage message;
    message.slot = 17;
    message.flags = SpawnMessage::SetNiceLevel | SpawnMessage::OwnEnvironment;
    message.niceLevel = 5;
    message.streams[0] = {Source::File, O_RDONLY, "/dev/zero"};
    message.streams[1] = {Source::Lane, 0, {}};
    message.streams[2] = {Source::SameAsOutput, 0, {}};
    message.limits = {{7, 64, 128}};
    message.childDescriptors = {3, 4};
    message.directory = "/tmp";
    std::vector<uint8_t> out;
    SpawnEncoder encoder(out, 1, 2, message, 2, 1);
    for (const char *string : {"echo", "hello", "PATH=/bin"})
        encoder.string(string);
    if (!encoder.finish())
        qFatal("too large");
    return out;
}

static CorpusInputs inputs()
{
    CorpusInputs result;
    const auto add
        = [&result](const char *name, uint8_t pieceSize, const std::vector<uint8_t> &stream) {
              QByteArray bytes(1, char(pieceSize - 1));
              bytes.append(reinterpret_cast<const char *>(stream.data()), qsizetype(stream.size()));
              result.insert(QString::fromLatin1(name), bytes);
          };
    const auto with = [](std::vector<uint8_t> frame, size_t offset, uint32_t value) {
        for (size_t i = 0; i < sizeof value; ++i)
            frame[offset + i] = uint8_t(value >> (8 * i));
        return frame;
    };

    std::vector<uint8_t> hello;
    HelloMessage{ProtocolVersion, "0.1.0"}.encode(hello, 1);
    std::vector<uint8_t> context;
    const ContextMessage full{true, 022, 0, {{7, 1024, 4096}}, "/home", {"PATH=/bin", "LANG=C"}};
    if (!full.encode(context, 1))
        qFatal("too large");
    std::vector<uint8_t> refused;
    RefusedMessage{Stage::Fork, 11}.encode(refused, 1, 3);
    std::vector<uint8_t> executed;
    ExecutedMessage{{1, 2, 3}}.encode(executed, 1);
    std::vector<uint8_t> ping;
    encodeEmpty(ping, MessageType::Ping, 1, 4);
    std::vector<uint8_t> spawn = spawnFrame();
    std::vector<uint8_t> all;
    for (const auto *frame : {&hello, &context, &spawn, &ping, &refused, &executed})
        all.insert(all.end(), frame->begin(), frame->end());

    const size_t body = FrameHeaderSize;
    add("hello", 255, hello);
    add("context", 255, context);
    add("context-variables-hostile", 255, with(context, body + 11, 0xffffffff));
    add("spawn", 255, spawn);
    add("refused", 255, refused);
    add("executed", 255, executed);
    add("ping", 255, ping);
    add("all-glued", 255, all);
    add("all-drip", 1, all);
    add("magic-bad", 255, with(ping, 0, 0));
    add("reserved-not-zero", 255, with(ping, 8, 0x00010012));
    add("size-too-large", 255, with(ping, 4, MaximumFrameSize + 1));
    add("size-minus-one", 255, with(ping, 4, 0xffffffff));
    add("size-more-than-sent", 255, with(spawn, 4, uint32_t(spawn.size())));
    add("spawn-cut-short", 7, with(spawn, 4, uint32_t(spawn.size() - body - 3)));
    add("spawn-arguments-hostile", 255, with(spawn, body + 31, 0xffffffff));
    add("spawn-variables-hostile", 255, with(spawn, body + 35, 0xffffffff));
    add("spawn-string-hostile", 255, with(spawn, body + 67, 0xffffffff));
    add("executed-count-hostile", 255, with(executed, body, 0x20000000));
    add("unknown-type", 255, with(hello, 8, 0xffff));
    return result;
}

void tst_FuzzCorpus::initTestCase()
{
    QVERIFY(writeCorpusIfAsked(inputs()));
}

void tst_FuzzCorpus::replay()
{
    QFETCH(const QString, name);
    QVERIFY(replayFile(name));
}

void tst_FuzzCorpus::holdsTheInputsMadeHere_data()
{
    addInputRows(inputs());
}

void tst_FuzzCorpus::holdsTheInputsMadeHere()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, bytes);
    QCOMPARE(corpusFile(name), bytes);
}

QTEST_GUILESS_MAIN(tst_FuzzCorpus)
#include "tst_fuzzcorpus.moc"
