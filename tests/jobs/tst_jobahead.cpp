// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobtest.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Spawn;
using Error = JobResult::Error;

// Short jobs that a busy worker is told beforehand: none runs twice, none waits for a long one.
class JobAheadTest : public JobTest
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        begin();
        m_options = {};
        m_options.maxUseCount = 100000;
    }
    void cleanup() { end(); }

    void ownAnswers_data() { addKinds(); }
    void ownAnswers();
    void useCountHolds();
    void workerDies();
    void workerDiesInTheMiddle();
    void slowJobGivesThemBack();
    void givenBackAsItsTurnComes();
    void cancelled();
    void deleted();
    void hostThatIsBlocked();
    void hostThatGoesOn();
    void closed();

private:
    // Its workers are known for short jobs then.
    bool warmUp()
    {
        for (int i = 0; i < 50; ++i)
            run(u"tasks"_s, task(u"pid"_s), m_options);
        return spy().waitForAll();
    }
    const JobResult &resultOfLast(qsizetype fromTheEnd)
    {
        return spy().results[spy().ended.indexOf(spy().ids[spy().ids.size() - 1 - fromTheEnd])];
    }

    JobOptions m_options;
};

void JobAheadTest::ownAnswers()
{
    QFETCH(QString, script);
    QFETCH(JobOptions, options);
    options.maxUseCount = 100000;
    for (int i = 0; i < 2000; ++i)
        run(script, task(u"echo"_s, {{u"value"_s, i}}), options);
    QVERIFY(spy().waitForAll());
    for (qsizetype i = 0; i < spy().results.size(); ++i) {
        QCOMPARE(spy().results[i].text, QString());
        QCOMPARE(static_cast<quint64>(spy().results[i].value.toInteger()) + 1, spy().ended[i]);
        QCOMPARE(spy().results[i].attempts, 1);
    }
    QCOMPARE(m_runner->protocolFaultCount(), 0);
}

void JobAheadTest::useCountHolds()
{
    m_options.maxUseCount = 20;
    QHash<qint64, int> uses;
    for (int i = 0; i < 500; ++i)
        run(u"tasks"_s, task(u"pid"_s), m_options);
    QVERIFY(spy().waitForAll());
    for (const JobResult &result : spy().results)
        ++uses[result.value.toInteger()];
    for (const int count : std::as_const(uses))
        QVERIFY2(count <= 20, qPrintable(QString::number(count)));
}

void JobAheadTest::workerDies()
{
    m_runner->setMaxWorkerCount(1);
    QVERIFY(warmUp());
    run(u"tasks"_s, task(u"kill"_s, {{u"signal"_s, SIGKILL}}), m_options);
    for (int i = 0; i < 20; ++i)
        run(u"tasks"_s, task(u"pid"_s), m_options);
    QVERIFY(spy().waitForAll());
    QCOMPARE(resultOfLast(20).error, Error::WorkerDied);
    for (int i = 0; i < 20; ++i) {
        QCOMPARE(resultOfLast(i).text, QString());
        QCOMPARE(resultOfLast(i).attempts, 1);
    }
}

// What it had answered is told, what it had begun does not begin again.
void JobAheadTest::workerDiesInTheMiddle()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"marks"_s);
    m_runner->setMaxWorkerCount(1);
    QVERIFY(warmUp());
    // The others come to it while it computes, and are there all at once.
    run(u"tasks"_s, task(u"deafSpin"_s, {{u"ms"_s, 20}}), m_options);
    for (int i = 0; i < 3; ++i)
        run(u"tasks"_s, task(u"pid"_s), m_options);
    run(u"tasks"_s, task(u"markAndDie"_s, {{u"file"_s, file}}), m_options);
    for (int i = 0; i < 3; ++i)
        run(u"tasks"_s, task(u"pid"_s), m_options);
    QVERIFY(spy().waitForAll());
    for (int i = 0; i < 8; ++i) {
        QCOMPARE(resultOfLast(i).error, i == 3 ? Error::WorkerDied : Error::NoError);
        QCOMPARE(resultOfLast(i).attempts, 1);
    }
    QFile marks(file);
    QVERIFY(marks.open(QIODevice::ReadOnly));
    QCOMPARE(marks.readAll(), "x\n");
}

void JobAheadTest::slowJobGivesThemBack()
{
    QVERIFY(warmUp());
    JobReply *const slow = run(u"tasks"_s, task(u"sleep"_s, {{u"ms"_s, 1000000}}), m_options);
    for (int i = 0; i < 50; ++i)
        run(u"tasks"_s, task(u"pid"_s), m_options);
    QVERIFY(spy().wait(100)); // all but the slow one
    slow->cancel();
    QVERIFY(spy().waitForAll());
    QCOMPARE(spy().ended.last(), 51U);
    QCOMPARE(spy().results.last().error, Error::Cancelled);
}

void JobAheadTest::givenBackAsItsTurnComes()
{
    const QString reluctant = JOB_SCRIPTS + u"/reluctant"_s;
    m_runner->setMaxWorkerCount(1);
    for (int i = 0; i < 50; ++i)
        run(reluctant, i, m_options);
    QVERIFY(spy().waitForAll());
    run(reluctant, u"slow"_s, m_options);
    for (int i = 0; i < 20; ++i)
        run(reluctant, i, m_options);
    QVERIFY(spy().waitForAll());
    QCOMPARE(resultOfLast(20).value.toString(), u"slow");
    for (int i = 0; i < 20; ++i) {
        QCOMPARE(resultOfLast(19 - i).value.toInt(-1), i);
        QCOMPARE(resultOfLast(19 - i).attempts, 1);
    }
    QCOMPARE(m_runner->protocolFaultCount(), 0);
}

void JobAheadTest::cancelled()
{
    m_runner->setMaxWorkerCount(1);
    QVERIFY(warmUp());
    JobReply *const slow = run(u"tasks"_s, task(u"sleep"_s, {{u"ms"_s, 1000000}}), m_options);
    QList<JobReply *> ahead;
    for (int i = 0; i < 5; ++i)
        ahead.append(run(u"tasks"_s, task(u"pid"_s), m_options));
    QTRY_COMPARE_WITH_TIMEOUT(slow->state(), JobReply::State::Running, Patience);
    QCOMPARE(m_runner->queuedCount(), 5);
    for (JobReply *const reply : std::as_const(ahead))
        reply->cancel();
    QVERIFY(spy().wait(55));
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(resultOfLast(i).error, Error::Cancelled);
        QCOMPARE(resultOfLast(i).attempts, 0);
    }
    QCOMPARE(m_runner->queuedCount(), 0);
    slow->cancel();
    QVERIFY(spy().waitForAll());
}

void JobAheadTest::deleted()
{
    m_runner->setMaxWorkerCount(1);
    QVERIFY(warmUp());
    JobReply *const slow = run(u"tasks"_s, task(u"sleep"_s, {{u"ms"_s, 100}}), m_options);
    QList<JobReply *> ahead;
    for (int i = 0; i < 5; ++i)
        ahead.append(
            m_runner->run(u"tasks"_s, task(u"kill"_s, {{u"signal"_s, SIGKILL}}), m_options));
    QTRY_COMPARE_WITH_TIMEOUT(slow->state(), JobReply::State::Running, Patience);
    qDeleteAll(ahead);
    QVERIFY(spy().waitForAll());
    QCOMPARE(spy().results.last().text, QString());
    QVERIFY(resultOf(u"tasks"_s, task(u"pid"_s), m_options).isSuccess());
}

// It cannot give anything back while it runs a job; that ends with the job's time.
void JobAheadTest::hostThatIsBlocked()
{
    m_runner->setMaxWorkerCount(1);
    QVERIFY(warmUp());
    JobOptions limited = m_options;
    limited.timeout = 200ms;
    run(u"tasks"_s, task(u"spin"_s), limited);
    for (int i = 0; i < 5; ++i)
        run(u"tasks"_s, task(u"pid"_s), m_options);
    QVERIFY(spy().waitForAll());
    QCOMPARE(resultOfLast(5).error, Error::TimedOut);
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(resultOfLast(i).text, QString());
        QCOMPARE(resultOfLast(i).attempts, 1);
    }
}

// It answers after its time, ignores that it is to end, and begins the next job.
void JobAheadTest::hostThatGoesOn()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"marks"_s);
    m_runner->setMaxWorkerCount(1);
    QVERIFY(warmUp());
    JobOptions limited = m_options;
    limited.timeout = 100ms;
    run(u"tasks"_s, task(u"deafSpin"_s, {{u"ms"_s, 140}}), limited);
    limited.timeout = 1s;
    run(u"tasks"_s, task(u"mark"_s, {{u"file"_s, file}}), limited);
    run(u"tasks"_s, task(u"pid"_s), m_options);
    QVERIFY(spy().waitForAll());
    QCOMPARE(resultOfLast(2).error, Error::TimedOut);
    // If it began there it is told so, and does not begin again.
    const JobResult marked = resultOfLast(1);
    QVERIFY2(marked.error == Error::WorkerDied || marked.error == Error::TimedOut,
             qPrintable(marked.text));
    QCOMPARE(marked.attempts, 1);
    QFile marks(file);
    QVERIFY(marks.open(QIODevice::ReadOnly));
    QCOMPARE(marks.readAll(), "x\n");
    QCOMPARE(resultOfLast(0).text, QString());
}

void JobAheadTest::closed()
{
    m_runner->setMaxWorkerCount(1);
    QVERIFY(warmUp());
    JobReply *const slow = run(u"tasks"_s, task(u"sleep"_s, {{u"ms"_s, 1000000}}), m_options);
    for (int i = 0; i < 12; ++i)
        run(u"tasks"_s, task(u"pid"_s), m_options);
    QTRY_COMPARE_WITH_TIMEOUT(slow->state(), JobReply::State::Running, Patience);
    m_runner->close();
    QVERIFY(spy().waitForAll());
    for (int i = 0; i < 13; ++i)
        QCOMPARE(resultOfLast(i).error, Error::Closed);
}

int main(int argc, char *argv[])
{
    return runJobTest<JobAheadTest>(argc, argv);
}

#include "tst_jobahead.moc"
