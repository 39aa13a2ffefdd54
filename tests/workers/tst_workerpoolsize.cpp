// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "workers/poolprogram.h"
#include "workers/pooltest.h"

#include <QtCore/QSet>

#include <csignal>
#include <functional>

using namespace Spawn;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(std::function<void(Spawn::WorkerPool *)>)

// How many workers a pool has, and how they come and go (ACCEPTANCE WP-06, WP-07, WP-10, WP-15,
// WP-16), with Node scripts.
class WorkerPoolSizeTest final : public PoolTest
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void wp06_endsAsItEnds_data();
    void wp06_endsAsItEnds();
    void wp07_oneStartAnInterval();
    void givesUpAndTriesAgain();
    void firstArgumentsAreReused();
    void wp10_restartsThatOne();
    void wp10_restartsAllOneAfterTheOther();
    void removesAsManyAsItSays();
    void removedWorkerSaysWhatItHasToSay();
    void wp15_stopKillsAfterTheGrace();
    void wp16_pausedForTooLong();
    void deletedInItsOwnSignal_data();
    void deletedInItsOwnSignal();
};

void WorkerPoolSizeTest::wp06_endsAsItEnds_data()
{
    QTest::addColumn<QJsonObject>("message");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("signal");
    QTest::newRow("exits with 3") << QJsonObject{{u"code"_s, 3}} << 3 << 0;
    QTest::newRow("exits with 0") << QJsonObject{{u"code"_s, 0}} << 0 << 0;
    QTest::newRow("SIGKILL") << QJsonObject{{u"die"_s, u"SIGKILL"_s}} << -1 << SIGKILL;
}

void WorkerPoolSizeTest::wp06_endsAsItEnds()
{
    QFETCH(const QJsonObject, message);
    QFETCH(const int, code);
    QFETCH(const int, signal);
    pool().addWorkers(Program);
    QVERIFY(m_spy->waitForStarts(1));
    pool().send(1);
    QVERIFY(m_spy->waitForAnswers(1));
    pool().send(message);
    QVERIFY(m_spy->waitForStarts(2));
    QCOMPARE(m_spy->ends, (QList<PoolSpy::End>{{m_spy->started[0], code, signal}}));
    pool().send(2);
    QVERIFY(m_spy->waitForAnswers(2));
    QCOMPARE(m_spy->pids[1], m_spy->started[1]);
    QCOMPARE(m_spy->dropped, QJsonArray{message});
    QCOMPARE(m_spy->ends.size(), 1);
}

void WorkerPoolSizeTest::wp07_oneStartAnInterval()
{
    pool().setRespawnInterval(200ms);
    QElapsedTimer time;
    time.start();
    pool().addWorkers(Program, {}, 5);
    QCOMPARE(pool().workers(Program).size(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(pool().workers(Program).size(), 5, Patience);
    QVERIFY2(time.elapsed() >= 4 * 200 - 10, qPrintable(QString::number(time.elapsed())));
    QVERIFY(m_spy->waitForStarts(5));
    QVERIFY(m_spy->ends.isEmpty());
}

void WorkerPoolSizeTest::givesUpAndTriesAgain()
{
    pool().setGiveUpAfter(3);
    pool().addWorkers(Program, {u"early"_s});
    QTRY_COMPARE_WITH_TIMEOUT(m_spy->gaveUp, QStringList{Program}, Patience);
    QCOMPARE(m_spy->ends.size(), 3);
    QCOMPARE(pool().workers(Program).size(), 0);
    QVERIFY(!pool().send(1));
    QCOMPARE(pool().statistics().queued, 1);
    pool().restartWorkers(Program);
    QTRY_COMPARE_WITH_TIMEOUT(m_spy->gaveUp.size(), 2, Patience);
    QCOMPARE(m_spy->ends.size(), 6);
    pool().removeWorkers(Program);
    QCOMPARE(m_spy->dropped, QJsonArray{1}); // given to one that ended
    QVERIFY(pool().programs().isEmpty());
}

void WorkerPoolSizeTest::firstArgumentsAreReused()
{
    pool().addWorkers(Program, {u"first"_s});
    pool().addWorkers(Program, {u"second"_s});
    QVERIFY(m_spy->waitForStarts(2));
    for (int i = 0; i < 2; ++i)
        pool().send(QJsonObject{{u"argv"_s, true}});
    QVERIFY(m_spy->waitForAnswers(2));
    QCOMPARE(m_spy->answers, QJsonArray({QJsonArray{u"first"_s}, QJsonArray{u"first"_s}}));
}

void WorkerPoolSizeTest::wp10_restartsThatOne()
{
    pool().addWorkers(Program, {}, 3);
    QVERIFY(m_spy->waitForStarts(3));
    Worker *const worker = pool().workers(Program).at(1);
    const qint64 pid = worker->processId();
    pool().restartWorker(worker);
    QVERIFY(m_spy->waitForEnds(1));
    QVERIFY(m_spy->waitForStarts(4));
    QCOMPARE(m_spy->ends, (QList<PoolSpy::End>{{pid, 0, 0}}));
    QCOMPARE(pool().workers(Program).size(), 3);
    QCOMPARE(pool().statistics().started, 4);
}

void WorkerPoolSizeTest::wp10_restartsAllOneAfterTheOther()
{
    pool().addWorkers(Program, {}, 4);
    QVERIFY(m_spy->waitForStarts(4));
    const QList<qint64> before = m_spy->started;
    int fewest = 4;
    const auto look = [&] {
        int running = 0;
        for (const Worker *worker : pool().workers(Program))
            running += worker->state() == Worker::State::Running ? 1 : 0;
        fewest = qMin(fewest, running);
    };
    connect(&pool(), &WorkerPool::workerStarted, this, look);
    connect(&pool(), &WorkerPool::workerFinished, this, look);
    pool().restartWorkers(Program);
    look();
    QVERIFY(m_spy->waitForStarts(8));
    QVERIFY(m_spy->waitForEnds(4));
    QCOMPARE(fewest, 3);
    QSet<qint64> ended;
    for (const PoolSpy::End &end : std::as_const(m_spy->ends))
        ended.insert(end.processId);
    QCOMPARE(ended, QSet<qint64>(before.begin(), before.end()));
    QCOMPARE(pool().workers(Program).size(), 4);
    pool().send(1);
    QVERIFY(m_spy->waitForAnswers(1));
    QCOMPARE(m_spy->started.size(), 8);
    QVERIFY(!before.contains(m_spy->pids[0]));
}

void WorkerPoolSizeTest::removesAsManyAsItSays()
{
    pool().addWorkers(Program, {}, 4);
    QVERIFY(m_spy->waitForStarts(4));
    pool().removeWorkers(Program, 1);
    QCOMPARE(pool().workers(Program).size(), 3);
    pool().removeWorker(pool().workers(Program).first());
    QCOMPARE(pool().workers(Program).size(), 2);
    QVERIFY(m_spy->waitForEnds(2));
    pool().send(1);
    QVERIFY(m_spy->waitForAnswers(1));
    pool().removeWorkers(Program);
    QVERIFY(pool().programs().isEmpty());
    QVERIFY(!pool().sendTo(Program, 2));
    QVERIFY(m_spy->waitForEnds(4));
    QCOMPARE(m_spy->started.size(), 4); // none came back
    QCOMPARE(pool().statistics().finished, 4);
}

void WorkerPoolSizeTest::removedWorkerSaysWhatItHasToSay()
{
    pool().setMaxQueueLength(10'000);
    pool().addWorkers(Program);
    QVERIFY(m_spy->waitForStarts(1));
    for (int i = 0; i < 1000; ++i)
        pool().send(i);
    QCOMPARE(pool().statistics().queued, 0);
    pool().removeWorkers(Program);
    QVERIFY(m_spy->waitForEnds(1));
    QCOMPARE(m_spy->answers, numbers(0, 1000));
    QVERIFY(m_spy->dropped.isEmpty());
}

void WorkerPoolSizeTest::wp15_stopKillsAfterTheGrace()
{
    pool().addWorkers(Program, {u"ignore"_s}, 2);
    QVERIFY(m_spy->waitForStarts(2));
    pool().send(1); // so that they ignore already
    pool().send(2);
    QVERIFY(m_spy->waitForAnswers(2));
    pool().stop(300ms);
    pool().stop(0ms); // a second time changes nothing
    QVERIFY(!pool().send(3));
    pool().addWorkers(Program);
    QTRY_COMPARE_WITH_TIMEOUT(m_spy->stopped, 1, Patience);
    QCOMPARE(m_spy->ends.size(), 2);
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(m_spy->ends[i].signalNumber, SIGKILL);
        QVERIFY(kill(static_cast<pid_t>(m_spy->started[i]), 0) != 0); // reaped
    }
    QCOMPARE(m_spy->dropped, QJsonArray{3});
    QCOMPARE(m_spy->stopped, 1);
}

void WorkerPoolSizeTest::wp16_pausedForTooLong()
{
    pool().setPausedWorkerTimeout(200ms);
    pool().addWorkers(Program);
    QVERIFY(m_spy->waitForStarts(1));
    pool().send(QJsonObject{{u"control"_s, u"pause"_s}});
    QVERIFY(m_spy->waitForEnds(1));
    QVERIFY(m_spy->waitForStarts(2));
    pool().send(1);
    QVERIFY(m_spy->waitForAnswers(2));
    QCOMPARE(m_spy->pids[1], m_spy->started[1]);
}

void WorkerPoolSizeTest::deletedInItsOwnSignal_data()
{
    using Connect = std::function<void(WorkerPool *)>;
    QTest::addColumn<Connect>("connectTo");
    QTest::addColumn<QString>("mode");
    const auto row = [](const char *name, auto signal, const QString &mode) {
        QTest::newRow(name) << Connect([signal](WorkerPool *pool) {
            connect(pool, signal, pool, [pool] { delete pool; });
        }) << mode;
    };
    row("messageReceived", &WorkerPool::messageReceived, {});
    row("workerStarted", &WorkerPool::workerStarted, {});
    row("workerFinished", &WorkerPool::workerFinished, u"early"_s);
    row("workerDisconnected", &WorkerPool::workerDisconnected, u"early"_s);
    row("messageDropped", &WorkerPool::messageDropped, u"early"_s);
    row("workerGaveUp", &WorkerPool::workerGaveUp, u"early"_s);
}

void WorkerPoolSizeTest::deletedInItsOwnSignal()
{
    QFETCH(const std::function<void(WorkerPool *)>, connectTo);
    QFETCH(const QString, mode);
    const QPointer<WorkerPool> other = new WorkerPool(&spawner());
    other->setRespawnInterval(0ms);
    other->setGiveUpAfter(2);
    connectTo(other);
    other->addWorkers(Program, QStringList(mode.isEmpty() ? 0 : 1, mode), 2);
    for (int i = 0; i < 10; ++i)
        other->send(i);
    QTRY_VERIFY_WITH_TIMEOUT(other.isNull(), Patience);
}

QTEST_GUILESS_MAIN(WorkerPoolSizeTest)
#include "tst_workerpoolsize.moc"
