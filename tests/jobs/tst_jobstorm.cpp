// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobtest.h"

#include <QtCore/QRandomGenerator>
#include <QtCore/QSet>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Spawn;
using Error = JobResult::Error;

// Ten thousand jobs, and workers that end when it suits nobody.
class JobStormTest : public JobTest
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void workersKilledAtRandom_data();
    void workersKilledAtRandom();
    void unluckyIdleTimeout();

private:
    static constexpr int Jobs = 10000;
};

void JobStormTest::workersKilledAtRandom_data()
{
    QTest::addColumn<int>("retryLimit");
    QTest::newRow("without retries") << 0;
    QTest::newRow("with retries") << 1000;
}

void JobStormTest::workersKilledAtRandom()
{
    QFETCH(int, retryLimit);
    QSet<qint64> workers;
    connect(m_runner.get(), &JobRunner::workerStarted, this,
            [&](qint64 pid) { workers.insert(pid); });
    connect(m_runner.get(), &JobRunner::workerFinished, this,
            [&](qint64 pid) { workers.remove(pid); });
    int killed = 0;
    QRandomGenerator random(7);
    // At any step of a worker's life, some two hundred times.
    connect(m_runner.get(), &JobRunner::trace, this, [&] {
        if (workers.isEmpty() || random.bounded(100) != 0)
            return;
        auto victim = workers.constBegin();
        std::advance(victim, random.bounded(workers.size()));
        killed += kill(static_cast<pid_t>(*victim), SIGKILL) == 0;
    });

    JobOptions options;
    options.maxUseCount = 100;
    options.retryLimit = retryLimit;
    options.retryDelay = 0ms;
    m_runner->setMaxWorkerCount(4);
    for (int i = 0; i < Jobs; ++i)
        run(u"tasks"_s, task(u"echo"_s, {{u"value"_s, i}}), options);
    QVERIFY(spy().waitForAll());
    int lost = 0;
    QCOMPARE(QSet<quint64>(spy().ended.begin(), spy().ended.end()).size(), Jobs);
    for (int i = 0; i < Jobs; ++i) {
        const JobResult &result = spy().results[i];
        if (result.isSuccess())
            QCOMPARE(result.value.toInteger() + 1, spy().ended[i]); // its own answer
        else if (result.error == Error::WorkerDied || result.error == Error::FailedToStart)
            QVERIFY2(result.signalNumber == SIGKILL, qPrintable(result.text));
        else
            QFAIL(qPrintable(result.text));
        lost += !result.isSuccess();
    }
    qInfo("%d workers killed, %d jobs lost", killed, lost);
    QVERIFY(killed > 10);
    QVERIFY(lost <= killed); // never one that it did not have
    if (retryLimit > 0)
        QCOMPARE(lost, 0);
    QCOMPARE(m_runner->protocolFaultCount(), 0);
}

// Jobs come just when their worker is to go.
void JobStormTest::unluckyIdleTimeout()
{
    JobOptions options;
    options.maxUseCount = 100000;
    options.idleTimeout = 2ms;
    QSet<qint64> pids;
    for (int i = 0; i < 300; ++i) {
        const JobResult result = resultOf(u"tasks"_s, task(u"pid"_s), options);
        QCOMPARE(result.text, QString());
        QCOMPARE(result.attempts, 1);
        pids.insert(result.value.toInteger());
        // Around the time-out, on both sides of it.
        const QDeadlineTimer next(std::chrono::microseconds(i % 50 * 80));
        while (!next.hasExpired())
            QCoreApplication::processEvents();
    }
    qInfo("%lld workers for 300 jobs", static_cast<long long>(pids.size()));
    QVERIFY(pids.size() > 1 && pids.size() < 300);
}

int main(int argc, char *argv[])
{
    return runJobTest<JobStormTest>(argc, argv);
}

#include "tst_jobstorm.moc"
