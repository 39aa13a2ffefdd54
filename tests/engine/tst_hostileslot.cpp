// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "wire/ledger.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QTest>

#include <array>
#include <climits>
#include <cstring>
#include <vector>

using namespace Spawn::Wire;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// The engine reads the ledger as it reads bytes from a socket. What it must not make of it is in
// fuzz_slot; here it is called with the values at the edges, and with random ones.
class HostileSlotTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void s14_valuesAtTheEdges_data();
    void s14_valuesAtTheEdges();
    void s14_randomValues();
};

static void run(uint8_t step, const LedgerSlot &first, const LedgerSlot &then)
{
    std::array<uint8_t, 1 + 2 * sizeof(LedgerSlot)> bytes;
    bytes[0] = step;
    memcpy(bytes.data() + 1, &first, sizeof first);
    memcpy(bytes.data() + 1 + sizeof first, &then, sizeof then);
    QCOMPARE(LLVMFuzzerTestOneInput(bytes.data(), bytes.size()), 0);
}

static constexpr LedgerSlot Usual{7, 4711, uint32_t(LedgerState::Executing), 0, 0, 0, 0, 1};

void HostileSlotTest::s14_valuesAtTheEdges_data()
{
    QTest::addColumn<int>("step");
    QTest::newRow("lost") << 0;
    QTest::newRow("cloned") << 1;
    QTest::newRow("cancelled") << 2;
}

void HostileSlotTest::s14_valuesAtTheEdges()
{
    QFETCH(int, step);
    for (const int32_t pid : {INT_MIN, -1, 0, 1, 2, INT_MAX}) {
        for (const uint32_t state : {0U, 1U, 2U, 3U, 4U, UINT_MAX}) {
            for (const uint32_t stage : {0U, 1U, 9U, 10U, UINT_MAX}) {
                for (const int32_t error : {INT_MIN, -1, 0, 2, 133, INT_MAX}) {
                    for (const uint32_t detail : {0U, 1U, 999U, 1000U, 1999U, 2015U, UINT_MAX}) {
                        for (const int64_t clonedAt : {INT64_MIN, int64_t{0}, INT64_MAX}) {
                            const LedgerSlot slot{7, pid, state, stage, error, detail, 0, clonedAt};
                            run(uint8_t(step), slot, Usual);
                            run(uint8_t(step), Usual, slot);
                        }
                    }
                }
            }
        }
    }
}

void HostileSlotTest::s14_randomValues()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    std::array<quint32, 2 * sizeof(LedgerSlot) / sizeof(quint32)> words;
    for (int i = 0; i < 20000; ++i) {
        random.fillRange(words.data(), qsizetype(words.size()));
        std::array<LedgerSlot, 2> images;
        memcpy(images.data(), words.data(), sizeof images);
        for (LedgerSlot &slot : images) {
            slot.state %= 5; // often one that has a meaning
            slot.stage %= 12;
        }
        run(uint8_t(i), images[0], images[1]);
    }
}

QTEST_GUILESS_MAIN(HostileSlotTest)
#include "tst_hostileslot.moc"
