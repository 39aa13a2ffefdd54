// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "wire/bodies.h"
#include "wire/corpus.h"
#include "wire/descriptorlane.h"

#include <QtTest/QtTest>

using namespace Spawn::Wire;

// Feeds the corpus of fuzz_decoder to it: bodies without their frames, packets of the lane.
class tst_DecoderCorpus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void replay_data() { addCorpusRows(); }
    void replay();
    void holdsTheInputsMadeHere_data();
    void holdsTheInputsMadeHere();
};

enum Decoder : uint8_t { Hello, Context, Spawns, Refused, Executed, LanePacket, ControlGroups };

static QByteArray input(Decoder decoder, const Body &bytes)
{
    return QByteArray(1, char(decoder))
        + QByteArray(reinterpret_cast<const char *>(bytes.data()), qsizetype(bytes.size()));
}

static QByteArray packet(uint8_t descriptors, const std::vector<LaneEntry> &entries)
{
    Body bytes{descriptors};
    const auto *const raw = reinterpret_cast<const uint8_t *>(entries.data());
    bytes.insert(bytes.end(), raw, raw + entries.size() * sizeof(LaneEntry));
    return input(LanePacket, bytes);
}

static CorpusInputs inputs()
{
    Body cut = fullSpawnBody();
    cut.resize(cut.size() - 3);
    Body hostile = executedBody();
    std::fill_n(hostile.begin(), 4, uint8_t{0xff});
    return {
        {QStringLiteral("hello"), input(Hello, helloBody())},
        {QStringLiteral("context"), input(Context, contextBody())},
        {QStringLiteral("spawn"), input(Spawns, fullSpawnBody())},
        {QStringLiteral("spawn-smallest"), input(Spawns, spawnBody({}, {""}, {}))},
        {QStringLiteral("spawn-cut-short"), input(Spawns, cut)},
        {QStringLiteral("refused"), input(Refused, refusedBody())},
        {QStringLiteral("executed"), input(Executed, executedBody())},
        {QStringLiteral("executed-count-hostile"), input(Executed, hostile)},
        {QStringLiteral("control-group"), input(ControlGroups, controlGroupBody())},
        {QStringLiteral("lane-one"), packet(1, {{1, 1, 0}})},
        {QStringLiteral("lane-burst"), packet(6, {{1, 2, 0}, {2, 3, 0}, {3, 1, 0}})},
        {QStringLiteral("lane-none"), packet(0, {{1, 0, 0}})},
        {QStringLiteral("lane-too-few"), packet(1, {{1, 2, 0}})},
        {QStringLiteral("lane-too-many"), packet(3, {{1, 2, 0}})},
        {QStringLiteral("lane-reserved"), packet(1, {{1, 1, 1}})},
        {QStringLiteral("lane-count-hostile"), packet(1, {{1, 0xffffffff, 0}, {2, 2, 0}})},
        {QStringLiteral("lane-without-entries"), packet(2, {})},
        {QStringLiteral("lane-as-many-as-possible"), packet(250, {{1, 250, 0}})},
    };
}

void tst_DecoderCorpus::initTestCase()
{
    QVERIFY(writeCorpusIfAsked(inputs()));
}

void tst_DecoderCorpus::replay()
{
    QFETCH(const QString, name);
    QVERIFY(replayFile(name));
}

void tst_DecoderCorpus::holdsTheInputsMadeHere_data()
{
    addInputRows(inputs());
}

void tst_DecoderCorpus::holdsTheInputsMadeHere()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, bytes);
    QCOMPARE(corpusFile(name), bytes);
}

QTEST_GUILESS_MAIN(tst_DecoderCorpus)
#include "tst_decodercorpus.moc"
