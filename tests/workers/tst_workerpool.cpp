// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "workers/poolprogram.h"
#include "workers/pooltest.h"

#include <QtCore/QFile>
#include <QtCore/QSet>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>

#include <csignal>

using namespace Spawn;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// What workers are sent, and what they say: forkfriend's contract (ACCEPTANCE WP-01 to WP-14), with
// Node scripts as workers. How many there are is in tst_workerpoolsize.cpp.
class WorkerPoolTest final : public PoolTest
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void wp01_copyForEachProgram();
    void wp02_oldestAreDropped();
    void wp03_unknownProgramIsReported();
    void wp04_evenShares();
    void wp04_leastRecentlyUsedOfTheRest();
    void wp05_sticky();
    void leastOutstanding();
    void wp11_pausedWorkerGetsNothing();
    void wp11_queuedFlowOnDrain();
    void wp12_slowConsumer();
    void oneThatIsFarBehindIsSpared();
    void oneThatNeverAnswersIsNot();
    void wp14_messageThatKills_data();
    void wp14_messageThatKills();
    void pausedPoolKeepsMessages();
    void nothingIsLostOfKilledWorkers();
    void eachLossIsReported();
    void countsWhatItDoes();

private:
    QString script(const QString &name); // a copy of pool.js: a program of its own

    QTemporaryDir m_folder;
};

QString WorkerPoolTest::script(const QString &name)
{
    const QString path = m_folder.filePath(name);
    return QFile::copy(Program, path) ? path : QString();
}

static QJsonArray sorted(const QJsonArray &array)
{
    QList<double> values;
    for (const QJsonValue &value : array)
        values.append(value.toDouble());
    std::sort(values.begin(), values.end());
    QJsonArray result;
    for (const double value : values)
        result.append(value);
    return result;
}

void WorkerPoolTest::wp01_copyForEachProgram()
{
    const QString a = script(u"a.js"_s);
    const QString b = script(u"b.js"_s);
    pool().addWorkers(a, {}, 2);
    pool().addWorkers(b, {}, 2);
    QCOMPARE(pool().programs(), QStringList({a, b}));
    QVERIFY(m_spy->waitForStarts(4));
    QVERIFY(pool().send(1));
    QVERIFY(m_spy->waitForAnswers(2));
    QCOMPARE(m_spy->byProgram, (QHash<QString, int>{{a, 1}, {b, 1}}));
    QVERIFY(pool().sendTo(b, 2));
    QVERIFY(m_spy->waitForAnswers(3));
    QCOMPARE(m_spy->byProgram, (QHash<QString, int>{{a, 1}, {b, 2}}));
    QVERIFY(m_spy->dropped.isEmpty());
}

void WorkerPoolTest::wp02_oldestAreDropped()
{
    pool().addWorkers(Program);
    for (int i = 0; i < 250; ++i)
        QVERIFY(!pool().send(i));
    QCOMPARE(m_spy->dropped, numbers(0, 150));
    QCOMPARE(m_spy->droppedPrograms, QStringList(150, Program));
    QCOMPARE(m_spy->paused, 1);
    QVERIFY(m_spy->waitForAnswers(100));
    QCOMPARE(m_spy->answers, numbers(150, 250));
    QCOMPARE(m_spy->dropped.size(), 150);
    QCOMPARE(m_spy->drained, 1);
}

void WorkerPoolTest::wp03_unknownProgramIsReported()
{
    QVERIFY(!pool().sendTo(u"no such"_s, 1));
    QVERIFY(!pool().send(2));
    QCOMPARE(m_spy->dropped, numbers(1, 3));
    QCOMPARE(m_spy->droppedPrograms, QStringList({u"no such"_s, QString()}));
    QCOMPARE(pool().statistics().dropped, 2U);
}

void WorkerPoolTest::wp04_evenShares()
{
    pool().setMaxQueueLength(1000);
    pool().addWorkers(Program, {}, 4);
    QVERIFY(m_spy->waitForStarts(4));
    for (int i = 0; i < 400; ++i)
        pool().send(i);
    QVERIFY(m_spy->waitForAnswers(400));
    QCOMPARE(sorted(m_spy->answers), numbers(0, 400));
    for (const qint64 pid : m_spy->started) {
        const qsizetype share = m_spy->pids.count(pid);
        QVERIFY2(share >= 90 && share <= 110, qPrintable(QString::number(share)));
    }
}

void WorkerPoolTest::wp04_leastRecentlyUsedOfTheRest()
{
    pool().addWorkers(Program, {}, 3);
    QVERIFY(m_spy->waitForStarts(3));
    const QList<Worker *> workers = pool().workers(Program);
    // One is away for a while; it is then the one that was used longest ago.
    for (int i = 0; i < 3; ++i)
        pool().send(i == 0 ? QJsonValue(QJsonObject{{u"control"_s, u"pause"_s}}) : QJsonValue(i));
    QVERIFY(m_spy->waitForAnswers(3));
    QTRY_COMPARE_WITH_TIMEOUT(m_spy->pauses, 1, Patience);
    const qint64 away = workers.first()->processId();
    for (int i = 0; i < 4; ++i)
        pool().send(i);
    QVERIFY(m_spy->waitForAnswers(7));
    QCOMPARE(m_spy->pids.count(away), 1);
    QCOMPARE(m_spy->pids.count(workers[1]->processId()), 3);
    QCOMPARE(m_spy->pids.count(workers[2]->processId()), 3);
}

void WorkerPoolTest::wp05_sticky()
{
    pool().setMaxQueueLength(1000);
    pool().setBalancer(std::make_unique<Sticky>(
        [](const QJsonValue &message) { return message.toObject().value(u"user"_s).toString(); }));
    pool().addWorkers(Program, {}, 3);
    QVERIFY(m_spy->waitForStarts(3));
    for (int i = 0; i < 300; ++i)
        pool().send(QJsonObject{{u"user"_s, QString::number(i % 10)}, {u"number"_s, i}});
    QVERIFY(m_spy->waitForAnswers(300));
    QHash<QString, QSet<qint64>> servedBy;
    for (qsizetype i = 0; i < 300; ++i)
        servedBy[m_spy->answers[i].toObject().value(u"user"_s).toString()].insert(m_spy->pids[i]);
    QCOMPARE(servedBy.size(), 10);
    QSet<qint64> all;
    for (const QSet<qint64> &pids : std::as_const(servedBy)) {
        QCOMPARE(pids.size(), 1);
        all.unite(pids);
    }
    QCOMPARE(all.size(), 3);
}

void WorkerPoolTest::leastOutstanding()
{
    pool().setBalancer(std::make_unique<LeastOutstanding>());
    pool().addWorkers(Program, {}, 2);
    QVERIFY(m_spy->waitForStarts(2));
    const QList<Worker *> workers = pool().workers(Program);
    QCOMPARE(kill(static_cast<pid_t>(workers[0]->processId()), SIGSTOP), 0);
    for (int i = 1; i <= 50; ++i) { // the stopped one has one, and gets no second
        pool().send(i);
        QVERIFY(i == 1 || m_spy->waitForAnswers(i - 1));
    }
    QCOMPARE(m_spy->pids.count(workers[1]->processId()), 49);
    QCOMPARE(workers[0]->outstandingCount(), 1);
    QCOMPARE(kill(static_cast<pid_t>(workers[0]->processId()), SIGCONT), 0);
    QVERIFY(m_spy->waitForAnswers(50));
}

void WorkerPoolTest::wp11_pausedWorkerGetsNothing()
{
    pool().addWorkers(Program, {}, 2);
    QVERIFY(m_spy->waitForStarts(2));
    pool().send(QJsonObject{{u"control"_s, u"pause"_s}});
    QVERIFY(m_spy->waitForAnswers(1));
    const qint64 pausedPid = m_spy->pids[0];
    QCOMPARE(pool().statistics().pausedWorkers, 1);
    for (int i = 0; i < 20; ++i)
        pool().send(i);
    QVERIFY(m_spy->waitForAnswers(21));
    QCOMPARE(m_spy->pids.count(pausedPid), 1);
}

// A worker that ends its pause by itself, as with forkfriend: nobody has to send anything.
void WorkerPoolTest::wp11_queuedFlowOnDrain()
{
    const QString path = m_folder.filePath(u"pauses.js"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("let wait = true;\n"
               "process.on('message', (value) => {\n"
               "    process.send({ pid: process.pid, value });\n"
               "    if (wait) {\n"
               "        wait = false;\n"
               "        process.send({ __forkfriend: 'pause' });\n"
               "        setTimeout(() => process.send({ __forkfriend: 'drain' }), 300);\n"
               "    }\n"
               "});\n");
    file.close();
    pool().addWorkers(path);
    QVERIFY(m_spy->waitForStarts(1));
    pool().send(0);
    QTRY_COMPARE_WITH_TIMEOUT(m_spy->pauses, 1, Patience);
    for (int i = 1; i < 50; ++i)
        QVERIFY(!pool().send(i));
    QCOMPARE(pool().statistics().queued, 49);
    QVERIFY(m_spy->waitForAnswers(50));
    QCOMPARE(m_spy->answers, numbers(0, 50));
    QCOMPARE(m_spy->drained, 1);
}

void WorkerPoolTest::wp12_slowConsumer()
{
    static constexpr int Count = 5000;
    pool().addWorkers(Program);
    QVERIFY(m_spy->waitForStarts(1));
    const auto pid = static_cast<pid_t>(m_spy->started[0]);
    QCOMPARE(kill(pid, SIGSTOP), 0);
    const QString text(1000, u'x');
    int sent = 0;
    const auto sendOn = [&] {
        while (sent < Count) {
            const bool goOn = pool().send(QJsonObject{{u"number"_s, sent}, {u"text"_s, text}});
            ++sent;
            if (!goOn)
                return;
        }
    };
    connect(&pool(), &WorkerPool::drained, this, sendOn);
    sendOn();
    for (int i = 0; i < 20; ++i)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 10);
    QVERIFY2(sent < 1000, qPrintable(QString::number(sent))); // 1 KiB each: what waits is bounded
    QVERIFY(m_spy->paused >= 1);
    QCOMPARE(kill(pid, SIGCONT), 0);
    QVERIFY(m_spy->waitForAnswers(Count));
    for (int i = 0; i < Count; ++i)
        QCOMPARE(m_spy->answers[i].toObject().value(u"number"_s).toInt(), i);
    QVERIFY(m_spy->dropped.isEmpty());
    QVERIFY(m_spy->drained >= 1);
    QVERIFY(pool().statistics().outstanding == 0);
}

// Keeps what it is sent to itself, until it is asked for all of it.
static QString hoarder(const QString &path)
{
    QFile file(path);
    const QByteArray text("const kept = [];\n"
                          "process.on('message', (value) => {\n"
                          "    if (value === 'all')\n"
                          "        kept.forEach((one) => process.send({ value: one }));\n"
                          "    else if (value === 'now')\n"
                          "        process.send({ value });\n"
                          "    else\n"
                          "        kept.push(value);\n"
                          "});\n");
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? path : QString();
}

// Sends until it is told to wait, and sends on when it need not wait any more.
static void sendAll(WorkerPool &pool, int count)
{
    for (int i = 0; i < count; ++i) {
        if (!pool.send(i) && i + 1 < count) {
            QSignalSpy drained(&pool, &WorkerPool::drained);
            if (!drained.wait(1000))
                return;
        }
    }
}

void WorkerPoolTest::oneThatIsFarBehindIsSpared()
{
    pool().addWorkers(hoarder(m_folder.filePath(u"hoarder.js"_s)));
    pool().send(u"now"_s);
    QVERIFY(m_spy->waitForAnswers(1));
    sendAll(pool(), 30'000);
    QCOMPARE(pool().statistics().outstanding, 10'000);
    QCOMPARE(pool().statistics().blockedWorkers, 1);
    QVERIFY(m_spy->dropped.isEmpty());
    // Past the pool, which has no more for it.
    QVERIFY(pool().workers(m_folder.filePath(u"hoarder.js"_s)).first()->send(u"all"_s));
    QVERIFY(m_spy->waitForAnswers(10'000));
    QCOMPARE(pool().statistics().blockedWorkers, 0);
}

void WorkerPoolTest::oneThatNeverAnswersIsNot()
{
    pool().addWorkers(hoarder(m_folder.filePath(u"hoarder.js"_s)));
    QVERIFY(m_spy->waitForStarts(1));
    sendAll(pool(), 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(pool().statistics().sent, 30'000, Patience);
    QCOMPARE(pool().statistics().outstanding, 30'000);
    QCOMPARE(pool().statistics().blockedWorkers, 0);
    // If it does after all, each answer finds its message.
    pool().send(u"all"_s);
    QVERIFY(m_spy->waitForAnswers(30'000));
    QCOMPARE(pool().statistics().outstanding, 1);
    QVERIFY(m_spy->dropped.isEmpty());
}

void WorkerPoolTest::wp14_messageThatKills_data()
{
    QTest::addColumn<int>("limit");
    QTest::newRow("sent again once") << 1;
    QTest::newRow("sent again three times") << 3;
}

void WorkerPoolTest::wp14_messageThatKills()
{
    QFETCH(const int, limit);
    pool().setRedeliveryLimit(limit);
    pool().addWorkers(Program);
    QVERIFY(m_spy->waitForStarts(1));
    const QJsonObject deadly{{u"die"_s, u"SIGKILL"_s}};
    for (int i = 0; i < 10; ++i)
        pool().send(i == 4 ? QJsonValue(deadly) : QJsonValue(i));
    QVERIFY(m_spy->waitForAnswers(9));
    QCOMPARE(m_spy->answers, QJsonArray({0, 1, 2, 3, 5, 6, 7, 8, 9}));
    QCOMPARE(m_spy->dropped, QJsonArray{deadly});
    QCOMPARE(m_spy->ends.size(), limit + 1);
}

void WorkerPoolTest::pausedPoolKeepsMessages()
{
    pool().addWorkers(Program);
    QVERIFY(m_spy->waitForStarts(1));
    pool().pause();
    for (int i = 0; i < 10; ++i)
        QVERIFY(!pool().send(i));
    QCOMPARE(pool().statistics().queued, 10);
    pool().resume();
    QVERIFY(m_spy->waitForAnswers(10));
    QCOMPARE(m_spy->answers, numbers(0, 10));
    QCOMPARE(m_spy->paused, 1);
    QCOMPARE(m_spy->drained, 1);
}

void WorkerPoolTest::nothingIsLostOfKilledWorkers()
{
    static constexpr int Count = 20'000;
    pool().setRedeliveryLimit(20);
    pool().addWorkers(Program, {}, 3);
    QVERIFY(m_spy->waitForStarts(3));
    int sent = 0;
    const auto sendOn = [&] {
        while (sent < Count && pool().send(sent++)) { }
    };
    connect(&pool(), &WorkerPool::drained, this, sendOn);
    sendOn();
    for (int kills = 0; m_spy->answers.size() < Count / 2; ++kills) {
        const QList<Worker *> workers = pool().workers(Program);
        if (!workers.isEmpty())
            workers.at(kills % workers.size())->kill();
        const qsizetype before = m_spy->answers.size();
        QTRY_VERIFY_WITH_TIMEOUT(m_spy->answers.size() > before + 100, Patience);
        sendOn();
    }
    QTRY_VERIFY_WITH_TIMEOUT(
        (sendOn(),
         sent == Count && pool().statistics().queued == 0 && pool().statistics().outstanding == 0),
        60000);
    QVERIFY(m_spy->dropped.isEmpty());
    QVERIFY(m_spy->ends.size() > 5);
    QSet<int> seen;
    for (const QJsonValue &value : std::as_const(m_spy->answers))
        seen.insert(value.toInt());
    QCOMPARE(seen.size(), Count);
}

void WorkerPoolTest::eachLossIsReported()
{
    pool().addWorkers(Program);
    QVERIFY(m_spy->waitForStarts(1));
    QCOMPARE(kill(static_cast<pid_t>(m_spy->started[0]), SIGSTOP), 0);
    for (int i = 0; i < 50; ++i)
        pool().send(i);
    QCOMPARE(pool().statistics().outstanding, 50);
    pool().workers(Program).first()->kill();
    QTRY_COMPARE_WITH_TIMEOUT(m_spy->dropped, numbers(0, 50), Patience);
    QCOMPARE(pool().statistics().dropped, 50U);
    QVERIFY(m_spy->answers.isEmpty());
}

void WorkerPoolTest::countsWhatItDoes()
{
    pool().addWorkers(Program, {}, 2);
    QVERIFY(m_spy->waitForStarts(2));
    for (int i = 0; i < 5; ++i)
        pool().send(i);
    QVERIFY(m_spy->waitForAnswers(5));
    pool().stop();
    QTRY_COMPARE_WITH_TIMEOUT(m_spy->stopped, 1, Patience);
    const PoolStatistics statistics = pool().statistics();
    QCOMPARE(statistics.sent, 5U);
    QCOMPARE(statistics.received, 5U);
    QCOMPARE(statistics.started, 2);
    QCOMPARE(statistics.finished, 2);
    QCOMPARE(statistics.workers, 0);
    QCOMPARE(statistics.outstanding, 0);
    QCOMPARE(statistics.dropped, 0U);
}

QTEST_GUILESS_MAIN(WorkerPoolTest)
#include "tst_workerpool.moc"
