// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/samplehistory.h"

#include "models/sampletable.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QtTest>

using namespace Spawn;
using namespace std::chrono_literals;

class SampleHistoryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void ratesAndRing();
    void anotherSpawnersCount();
    void waits();
    void tableSlides();
};

void SampleHistoryTest::ratesAndRing()
{
    SampleHistory history(3);
    SpawnerSnapshot snapshot;
    snapshot.startedCount = 100;
    QCOMPARE(history.append(snapshot, CommandTally(snapshot), 10'000).startedPerSecond,
             -1.0); // of one, nothing is known
    snapshot.startedCount = 118;
    QCOMPARE(history.append(snapshot, CommandTally(snapshot), 11'500).startedPerSecond, 12.0);
    history.append(snapshot, CommandTally(snapshot), 12'500);
    history.append(snapshot, CommandTally(snapshot), 13'500);
    QCOMPARE(history.count(), 3);
    QCOMPARE(history.samples().first().time, 11'500);
    QCOMPARE(history.since(12'500).size(), 2);
}

void SampleHistoryTest::anotherSpawnersCount()
{
    SampleHistory history;
    SpawnerSnapshot snapshot;
    snapshot.startedCount = 100;
    history.append(snapshot, CommandTally(snapshot), 10'000);
    snapshot.startedCount = 3;
    QCOMPARE(history.append(snapshot, CommandTally(snapshot), 11'000).startedPerSecond, -1.0);
}

void SampleHistoryTest::waits()
{
    SampleHistory history;
    SpawnerSnapshot snapshot;
    QCOMPARE(history.append(snapshot, CommandTally(snapshot), 20'000).waitP99, -1us);
    for (quint64 i = 1; i <= 100; ++i) {
        snapshot.commands[i].started = 20'500;
        snapshot.commands[i].queued = std::chrono::milliseconds(i);
    }
    snapshot.commands[200].started = 5'000; // too long ago
    snapshot.commands[200].queued = 1h;
    snapshot.commands[201].queued = 1h; // not started
    const Sample &sample = history.append(snapshot, CommandTally(snapshot), 21'000);
    QCOMPARE(sample.waitMedian, 50ms);
    QCOMPARE(sample.waitP95, 95ms);
    QCOMPARE(sample.waitP99, 99ms);
}

void SampleHistoryTest::tableSlides()
{
    SampleTable table;
    const QAbstractItemModelTester tester(&table);
    SampleHistory history(4);
    SpawnerSnapshot snapshot;
    for (int i = 1; i <= 4; ++i) {
        snapshot.queue.waiting = i;
        history.append(snapshot, CommandTally(snapshot), i * 1000);
        table.setSamples(history.samples());
    }
    QSignalSpy resets(&table, &QAbstractItemModel::modelReset);
    const QPersistentModelIndex newest = table.index(0, 0);
    snapshot.queue.waiting = 5;
    history.append(snapshot, CommandTally(snapshot), 5'000);
    table.setSamples(history.samples());
    QCOMPARE(resets.size(), 0);
    QCOMPARE(table.rowCount(), 4);
    QCOMPARE(newest.row(), 1);
    QCOMPARE(table.index(0, SampleTable::WaitingColumn).data().toString(), u"5"_qs);
    QCOMPARE(table.index(0, SampleTable::MemoryColumn).data().toString(), QString());
    table.setSamples({});
    QCOMPARE(table.rowCount(), 0);
}

QTEST_GUILESS_MAIN(SampleHistoryTest)
#include "tst_samplehistory.moc"
