// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "jobs/jobnotices.h"
#include "jobs/jobqueue.h"
#include "jobs/jobrunner.h"
#include "jobs/jobsnapshot.h"
#include "jobs/jobstatistics.h"
#include "jobs/jobworker.h"

#include <QtCore/QBasicTimer>
#include <QtCore/QHash>
#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QObject>
#include <QtCore/QPointer>

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

namespace Spawn {

// The queue and the workers of a JobRunner and of those that were made from it: decides which
// worker runs which job, and when. A child of one of the runners, and gone with the last.
//
// What it decides is told later (JobNotices), so nothing that a user does comes in between.
class JobScheduler final : public QObject
{
    Q_OBJECT
public:
    JobScheduler(AsyncSpawner *spawner, JobRunner *first);
    ~JobScheduler() override;

    static QString textOf(JobResult::Error error); // of those that say all

    void add(JobRunner *runner) { m_runners.append(runner); }
    // It is being deleted: its jobs end, and without a signal. Deletes this with the last of them.
    void remove(JobRunner *runner);

    JobReply *submit(JobRunner *runner, const QString &script, const QJsonValue &payload,
                     const JobOptions &options);
    void cancel(const JobPointer &job);
    // Its end is of no interest any more: it ends now, and its worker when that can.
    void drop(const JobPointer &job, JobResult::Error error);
    void close(JobRunner::CloseMode mode, std::optional<std::chrono::milliseconds> exitTimeout);
    void reload(const QString &name); // anchored; null: all
    void purge();

    AsyncSpawner *spawner() const { return m_spawner; }
    const QList<QPointer<JobRunner>> &runners() const { return m_runners; }
    std::vector<JobPointer> liveJobs() const;

    void setMaxWorkerCount(int count);
    void setMaxProcessCount(int count);
    int maxWorkerCount() const { return m_maxWorkerCount; }
    int maxProcessCount() const { return m_maxProcessCount; }

    int queuedCount() const; // those that rest or are ahead included
    int runningCount() const; // that of workers which have a job
    int processCount() const { return static_cast<int>(m_workers.size()); }
    int protocolFaultCount() const { return m_protocolFaults; }
    JobRunnerSnapshot snapshot() const;

protected:
    void timerEvent(QTimerEvent *event) override;

Q_SIGNALS:
    void jobEnded(const Spawn::JobEnd &end); // for monitors, at once

private:
    struct Outcome
    {
        JobResult::Error error = JobResult::Error::NoError;
        QString text;
        QJsonValue value;
        QJsonValue errorValue;
        int exitCode = -1;
        int signalNumber = 0;
    };

    // Which worker runs which job.
    void wake();
    void dispatch();
    bool place(const JobPointer &job);
    bool makeRoom();
    int processLimit() const;
    JobWorker *idleWorker(const QString &key) const;
    JobWorker *startWorker(const JobPointer &job, const JobScript &script, const QString &key);
    bool lock(const JobPointer &job, std::unique_ptr<FileLock> *lock);
    void connectWorker(JobWorker *worker);
    void jobBegan(const JobPointer &job, JobWorker *worker);
    void tellAhead();
    bool takesAhead(JobWorker *worker, const JobPointer &job);
    void recallFromSlowWorkers();
    void settle(JobWorker *worker, const JobSettings &settings);
    void retire(JobWorker *worker);
    bool isTooLarge(const JobWorker *worker, qint64 limit) const;

    // How jobs end.
    void workerStarted(JobWorker *worker);
    void workerAnswered(JobWorker *worker, bool success, const QJsonValue &value);
    void workerFinished(JobWorker *worker);
    void goOn(JobWorker *worker, const JobSettings &lastSettings);
    void workerOverdue(JobWorker *worker);
    void workerGaveBack(JobWorker *worker, const JobPointer &job, bool seemedToRun);
    void jobGivenBack(const JobPointer &job);
    void attemptEnded(const JobPointer &job, const Outcome &outcome);
    static Outcome workerDied(const CommandResult &ended);
    void jobOutlivedWorker(const JobPointer &job, const JobWorker *worker,
                           const CommandResult &ended);
    bool startsWithoutNiceLevel(const JobPointer &job, const CommandResult &ended);
    void comeBack(const JobPointer &job);
    void forgetAttempt(const JobPointer &job);
    void rest(const JobPointer &job, const QString &reason);
    void end(const JobPointer &job, JobResult::Error error, const QString &text);
    void endWaiting(const JobPointer &job, JobResult::Error error);
    std::vector<JobPointer> waitingJobs() const;
    JobWorker *workerOf(const JobPointer &job) const; // null: it waits, or has ended
    JobWorker *workerAheadOf(const JobPointer &job) const; // that has it ahead; or null
    void tellWhenClosed();
    static JobEnd jobEnd(const Job &job);

    // What is told.
    bool isTraced() const;
    void trace(QtMsgType type, const QString &event, QJsonObject details);
    void traceWorker(QtMsgType type, const QString &event, const JobWorker *worker);
    void traceJob(const QString &event, const Job &job);
    void report(const QString &error);
    void tellStarted(const JobPointer &job);
    void tellRunners(std::function<void(JobRunner *)> emission);

    const QPointer<AsyncSpawner> m_spawner;
    QList<QPointer<JobRunner>> m_runners;
    JobNotices m_notices;
    JobQueue m_queue;
    QHash<quint64, JobPointer> m_resting; // until they are tried again
    std::vector<JobWorker *> m_workers; // children; the idle ones in the order of their last use
    int m_maxWorkerCount = 2;
    int m_maxProcessCount = 0;
    quint64 m_lastJob = 0;
    quint64 m_lastRun = 0;
    int m_protocolFaults = 0;
    JobStatistics m_statistics;
    QBasicTimer m_wake; // of no length
    QBasicTimer m_patience; // while there are jobs ahead
    std::optional<JobRunner::CloseMode> m_closing;
    std::optional<std::chrono::milliseconds> m_exitTimeout; // of close()
    bool m_closed = false;
};

} // namespace Spawn
