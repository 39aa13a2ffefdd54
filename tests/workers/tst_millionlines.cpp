// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/numberedlines.h"
#include "common/spawnerfixture.h"
#include "spawner/processstat.h"

#include <workers/workerpooldevice.h>

#include <QtCore/QRandomGenerator>
#include <QtCore/QTimer>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <unistd.h>

using namespace Spawn;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// A million lines through four workers: what people have pools for.
class MillionLinesTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fixture.begin(); }
    void cleanup() { QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000); }

    void allAreAnsweredInFlatMemory_data();
    void allAreAnsweredInFlatMemory();
    void workerKilledEvery50ms_data();
    void workerKilledEvery50ms();

private:
    SpawnerFixture m_fixture;
};

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
static constexpr qint64 Count = 100'000; // ten times as slow
static constexpr bool MemoryIsOurs = false; // the sanitizer keeps what was freed
#else
static constexpr qint64 Count = 1000000;
static constexpr bool MemoryIsOurs = true;
#endif
static constexpr int LinesPatience = 240'000; // ms; the upper bound of a wait
static constexpr int Workers = 4;

static qint64 residentMemory()
{
    const std::optional<ProcessStat> stat = processStat(getpid());
    return stat ? stat->residentMemory : 0;
}

void MillionLinesTest::allAreAnsweredInFlatMemory_data()
{
    QTest::addColumn<QString>("worker");
    QTest::addColumn<bool>("ordered");
    QTest::newRow("Qt workers, as they come") << TESTWORKER << false;
    QTest::newRow("Qt workers, in order") << TESTWORKER << true;
    QTest::newRow("Node workers, in order") << NODE_WORKER << true;
}

void MillionLinesTest::allAreAnsweredInFlatMemory()
{
    QFETCH(const QString, worker);
    QFETCH(const bool, ordered);
    NumberedLines in(Count);
    NumberedLinesSeen out(Count);
    WorkerPool pool(&m_fixture.spawner());
    pool.setRespawnInterval(0ms);
    pool.addWorkers(worker, {}, Workers);
    PoolPipe *const pipe = WorkerPoolDevice::pipe(&in, &pool, &out);
    pipe->setOrdered(ordered);
    qint64 early = 0; // when everything that is kept has been made
    qint64 most = 0;
    connect(pipe, &PoolPipe::progress, this, [&] {
        if (early == 0 && out.count() >= Count / 10)
            early = residentMemory();
        if (early != 0)
            most = std::max(most, residentMemory());
    });
    QSignalSpy finished(pipe, &PoolPipe::finished);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, LinesPatience);
    QCOMPARE(out.count(), Count);
    QVERIFY(!out.isWrong());
    QVERIFY(out.isInOrder() || !ordered);
    QVERIFY(early > 0);
    QVERIFY2(!MemoryIsOurs || most - early < 8 << 20,
             qPrintable(u"%1 bytes at first, %2 later"_s.arg(early).arg(most)));
}

void MillionLinesTest::workerKilledEvery50ms_data()
{
    QTest::addColumn<int>("redeliveryLimit");
    // A worker may end before it has begun, again and again.
    QTest::newRow("nothing is lost when it is sent again") << 1000;
    QTest::newRow("else each loss is reported") << 0;
}

void MillionLinesTest::workerKilledEvery50ms()
{
    QFETCH(const int, redeliveryLimit);
    NumberedLines in(Count);
    NumberedLinesSeen out(Count);
    WorkerPool pool(&m_fixture.spawner());
    pool.setRespawnInterval(0ms);
    pool.setRedeliveryLimit(redeliveryLimit);
    pool.addWorkers(TESTWORKER, {}, Workers);
    QSet<QString> dropped;
    connect(&pool, &WorkerPool::messageDropped, this,
            [&](const QString &, const QJsonValue &line) { dropped.insert(line.toString()); });
    PoolPipe *const pipe = WorkerPoolDevice::pipe(&in, &pool, &out);
    QSignalSpy finished(pipe, &PoolPipe::finished);
    int kills = 0;
    QTimer killer;
    connect(&killer, &QTimer::timeout, this, [&] {
        const QList<Worker *> workers = pool.workers(TESTWORKER);
        if (!workers.isEmpty() && finished.isEmpty()) {
            workers.at(QRandomGenerator::global()->bounded(int(workers.size())))->kill();
            ++kills;
        }
    });
    killer.start(50ms);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, LinesPatience);
    killer.stop();
    QVERIFY2(kills >= 3, qPrintable(QString::number(kills)));
    QVERIFY(!out.isWrong());
    QCOMPARE(out.count() + dropped.size(), Count);
    if (redeliveryLimit > 0)
        QVERIFY(dropped.isEmpty());
    qInfo() << kills << "workers killed," << dropped.size() << "lines reported as lost";
}

QTEST_GUILESS_MAIN(MillionLinesTest)
#include "tst_millionlines.moc"
