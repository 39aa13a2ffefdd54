// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobtest.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

#include <csignal>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace Spawn;
using Error = JobResult::Error;

// JobOptions::lockFile: held by one job at a time, by nobody afterwards.
class JobLockTest : public JobTest
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        begin();
        m_folder.emplace();
        m_options = {};
        m_options.lockFile = m_folder->filePath(u"lock"_s);
    }
    void cleanup() { end(); }

    void jr17_whileTheJobRuns_data();
    void jr17_whileTheJobRuns();
    void jr17_isFreeWhenItIsReported();
    void jr18_locked();
    void jr18_lockedByAnotherJob();
    void jr18_namesALiveProcess();
    void namesADeadProcess();
    void isTriedAgain();
    void cannotBeALock();

private:
    QString path() const { return *m_options.lockFile; }
    QByteArray content() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("none");
    }

    std::optional<QTemporaryDir> m_folder;
    JobOptions m_options;
};

void JobLockTest::jr17_whileTheJobRuns_data()
{
    QTest::addColumn<QJsonObject>("after"); // what the job does in the end
    QTest::addColumn<Error>("error");
    QTest::newRow("success") << task(u"sleep"_s, {{u"ms"_s, 200}}) << Error::NoError;
    QTest::newRow("time-out") << task(u"sleep"_s, {{u"ms"_s, 100000}}) << Error::TimedOut;
    QTest::newRow("error") << task(u"sleepAndFail"_s) << Error::ScriptError;
    QTest::newRow("crash") << task(u"sleepAndCrash"_s) << Error::WorkerDied;
}

void JobLockTest::jr17_whileTheJobRuns()
{
    QFETCH(QJsonObject, after);
    QFETCH(Error, error);
    m_options.maxUseCount = 10;
    for (int i = 0; i < 2; ++i) { // in a new worker, and where it has stayed, in one that was there
        m_options.timeout = error == Error::TimedOut ? 400ms : 0ms;
        JobReply *const reply = run(u"tasks"_s, after, m_options);
        QTRY_VERIFY_WITH_TIMEOUT(reply->processId() > 0, Patience);
        QCOMPARE(content(), QByteArray::number(reply->processId()) + '\n');
        struct stat status
        {
        };
        QCOMPARE(stat(QFile::encodeName(path()).constData(), &status), 0);
        QCOMPARE(status.st_mode & 07777, 0600U);
        QVERIFY(spy().waitForAll());
        QCOMPARE(spy().results.last().error, error);
        QVERIFY(!QFile::exists(path()));
    }
}

// Who is told of the end of a job can have its lock.
void JobLockTest::jr17_isFreeWhenItIsReported()
{
    m_options.maxUseCount = 10;
    for (int i = 0; i < 20; ++i)
        QCOMPARE(resultOf(u"tasks"_s, task(u"pid"_s), m_options).text, QString());
    QVERIFY(!QFile::exists(path()));
}

void JobLockTest::jr18_locked()
{
    int ready[2];
    QCOMPARE(pipe(ready), 0);
    const pid_t holder = fork();
    if (holder == 0) {
        const int fd = open(QFile::encodeName(path()).constData(), O_RDWR | O_CREAT, 0600);
        const std::string line = std::to_string(getpid()) + "\n";
        const bool locked = flock(fd, LOCK_EX) == 0
            && write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size())
            && write(ready[1], "x", 1) == 1;
        while (locked)
            pause();
        _exit(1);
    }
    char byte = 0;
    QCOMPARE(read(ready[0], &byte, 1), 1);
    const JobResult result = resultOf(u"tasks"_s, task(u"pid"_s), m_options);
    kill(holder, SIGKILL);
    QCOMPARE(waitpid(holder, nullptr, 0), holder);
    close(ready[0]);
    close(ready[1]);
    QCOMPARE(result.error, Error::LockHeld);
    QCOMPARE(result.text, u"%1: cannot break lock, process %2 exists"_s.arg(path()).arg(holder));
    QCOMPARE(m_runner->processCount(), 0);
    QCOMPARE(resultOf(u"tasks"_s, task(u"pid"_s), m_options).text, QString()); // it is free
}

void JobLockTest::jr18_lockedByAnotherJob()
{
    JobReply *const first = run(u"tasks"_s, task(u"sleep"_s, {{u"ms"_s, 100000}}), m_options);
    QTRY_VERIFY_WITH_TIMEOUT(first->processId() > 0, Patience);
    const JobResult second = [&] {
        run(u"tasks"_s, task(u"pid"_s), m_options);
        return spy().wait(1) ? spy().results.last() : JobResult();
    }();
    QCOMPARE(second.error, Error::LockHeld);
    QCOMPARE(second.text,
             u"%1: cannot break lock, process %2 exists"_s.arg(path()).arg(first->processId()));
    QCOMPARE(m_runner->processCount(), 1);
    first->cancel();
    QVERIFY(spy().waitForAll());
    QVERIFY(!QFile::exists(path()));
}

// As programs do that know no kernel locks.
void JobLockTest::jr18_namesALiveProcess()
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::number(getppid()));
    file.close();
    const JobResult result = resultOf(u"tasks"_s, task(u"pid"_s), m_options);
    QCOMPARE(result.error, Error::LockHeld);
    QCOMPARE(result.text, u"%1: cannot break lock, process %2 exists"_s.arg(path()).arg(getppid()));
    QCOMPARE(m_runner->processCount(), 0);
    QVERIFY(QFile::exists(path()));
}

void JobLockTest::namesADeadProcess()
{
    const CommandResult ended = runCommand(spawner(), {u"true"_s});
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::number(ended.processId));
    file.close();
    QCOMPARE(resultOf(u"tasks"_s, task(u"pid"_s), m_options).text, QString());
    QVERIFY(!QFile::exists(path()));
}

void JobLockTest::isTriedAgain()
{
    m_options.retryLimit = 1000;
    m_options.retryDelay = 1ms;
    m_options.maxUseCount = 10;
    m_runner->setMaxWorkerCount(4);
    for (int i = 0; i < 8; ++i)
        run(u"tasks"_s, task(u"sleep"_s, {{u"ms"_s, 10}}), m_options);
    QVERIFY(spy().waitForAll());
    QList<qint64> times;
    for (const JobResult &result : spy().results) {
        QCOMPARE(result.text, QString());
        times.append(result.value.toInteger());
    }
    std::sort(times.begin(), times.end());
    for (qsizetype i = 1; i < times.size(); ++i)
        QVERIFY(times[i] - times[i - 1] >= 9); // one after the other
}

void JobLockTest::cannotBeALock()
{
    m_options.lockFile = u"/no/such/folder/lock"_s;
    const JobResult result = resultOf(u"tasks"_s, task(u"pid"_s), m_options);
    QCOMPARE(result.error, Error::LockHeld);
    QVERIFY2(result.text.contains("/no/such/folder/lock"_L1), qPrintable(result.text));
    QCOMPARE(m_runner->processCount(), 0);
}

int main(int argc, char *argv[])
{
    return runJobTest<JobLockTest>(argc, argv);
}

#include "tst_joblock.moc"
