// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/ledger.h"

#include "common/leftovers.h"

#include <QtTest/QTest>

#include <cerrno>
#include <fcntl.h>
#include <set>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Spawn;

class TestLedger final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isSealed();
    void isNotInherited();
    void isSharedMemory();
    void preparesASlot();
    void forgetsThePreviousCommandOfASlot();
    void marksAReleasedSlotAsReaped();
    void usesTheSamePlacesAgain();
    void endsAtItsSize();
    void closesWhatItOpened();
};

void TestLedger::isSealed()
{
    Ledger ledger;
    QVERIFY(!ledger.isOpen());
    QCOMPARE(ledger.open(), 0);
    QVERIFY(ledger.isOpen());
    struct stat status
    {
    };
    QCOMPARE(fstat(ledger.descriptor(), &status), 0);
    QCOMPARE(status.st_size, off_t(Wire::LedgerSize));
    // Whoever has the descriptor could otherwise make us touch memory that is not there.
    for (const off_t size : {off_t{0}, off_t{Wire::LedgerSize - 1}, off_t{Wire::LedgerSize + 1}}) {
        QCOMPARE(ftruncate(ledger.descriptor(), size), -1);
        QCOMPARE(errno, EPERM);
    }
    QCOMPARE(fcntl(ledger.descriptor(), F_ADD_SEALS, F_SEAL_WRITE), -1);
    QCOMPARE(errno, EPERM);
}

void TestLedger::isNotInherited()
{
    Ledger ledger;
    QCOMPARE(ledger.open(), 0);
    QVERIFY((fcntl(ledger.descriptor(), F_GETFD) & FD_CLOEXEC) != 0);
}

void TestLedger::isSharedMemory()
{
    Ledger ledger;
    QCOMPARE(ledger.open(), 0);
    auto *const slots = static_cast<Wire::LedgerSlot *>(mmap(
        nullptr, Wire::LedgerSize, PROT_READ | PROT_WRITE, MAP_SHARED, ledger.descriptor(), 0));
    QVERIFY(slots != MAP_FAILED);
    const std::optional<uint32_t> index = ledger.allocate(77);
    QVERIFY(index);
    QCOMPARE(slots[*index].id, uint64_t(77));
    slots[*index].pid = 4711;
    QCOMPARE(Wire::pidOf(ledger.slot(*index)), 4711);
    munmap(slots, Wire::LedgerSize);
}

void TestLedger::preparesASlot()
{
    Ledger ledger;
    QCOMPARE(ledger.open(), 0);
    const std::optional<uint32_t> index = ledger.allocate(5);
    QVERIFY(index);
    const Wire::LedgerSlot &slot = *ledger.slot(*index);
    QCOMPARE(slot.id, uint64_t(5));
    QCOMPARE(Wire::pidOf(&slot), 0);
    QVERIFY(Wire::stateOf(&slot) == Wire::LedgerState::Prepared);
    QCOMPARE(slot.reaped, 0U);
}

void TestLedger::forgetsThePreviousCommandOfASlot()
{
    Ledger ledger;
    QCOMPARE(ledger.open(), 0);
    const std::optional<uint32_t> first = ledger.allocate(1);
    *ledger.slot(*first) = {1, 4711, uint32_t(Wire::LedgerState::Failed), 9, ENOENT, 1, 0, 99};
    ledger.release(*first);
    const std::optional<uint32_t> second = ledger.allocate(2);
    QCOMPARE(second, first);
    const Wire::LedgerSlot expected{2, 0, uint32_t(Wire::LedgerState::Prepared), 0, 0, 0, 0, 0};
    QCOMPARE(memcmp(ledger.slot(*second), &expected, sizeof expected), 0);
}

void TestLedger::marksAReleasedSlotAsReaped()
{
    Ledger ledger;
    QCOMPARE(ledger.open(), 0);
    const std::optional<uint32_t> index = ledger.allocate(1);
    ledger.slot(*index)->pid = 4711;
    ledger.release(*index);
    QCOMPARE(ledger.slot(*index)->reaped, 1U);
}

void TestLedger::usesTheSamePlacesAgain()
{
    Ledger ledger;
    QCOMPARE(ledger.open(), 0);
    std::set<uint32_t> used;
    for (uint64_t id = 0; id < 1000; ++id) {
        const std::optional<uint32_t> one = ledger.allocate(2 * id);
        const std::optional<uint32_t> other = ledger.allocate(2 * id + 1);
        QVERIFY(one && other && *one != *other);
        used.insert({*one, *other});
        ledger.release(*one);
        ledger.release(*other);
    }
    QCOMPARE(used.size(), size_t(2));
}

void TestLedger::endsAtItsSize()
{
    Ledger ledger;
    QCOMPARE(ledger.open(), 0);
    std::set<uint32_t> used;
    for (uint64_t id = 0; id < 8192; ++id) {
        const std::optional<uint32_t> index = ledger.allocate(id);
        QVERIFY(index && *index < 8192);
        used.insert(*index);
    }
    QCOMPARE(used.size(), size_t(8192));
    QVERIFY(!ledger.allocate(9000));
    QCOMPARE(ledger.slot(8191)->id, uint64_t(8191)); // inside the memory
    ledger.release(4000);
    QCOMPARE(ledger.allocate(9001), std::optional<uint32_t>(4000));
    QVERIFY(!ledger.allocate(9002));
}

void TestLedger::closesWhatItOpened()
{
    const Leftovers leftovers;
    {
        Ledger ledger;
        QCOMPARE(ledger.open(), 0);
        QVERIFY(!leftovers.check().isEmpty());
    }
    QCOMPARE(leftovers.check(), QString());
}

QTEST_GUILESS_MAIN(TestLedger)
#include "tst_ledger.moc"
