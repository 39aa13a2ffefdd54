// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "jobs/job.h"
#include "jobs/jobmessage.h"
#include "jobs/jobscript.h"
#include "spawner/filelock.h"

#include <spawner/asyncspawner.h>
#include <workers/worker.h>

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace Spawn {

// One process that runs jobs, one at a time. Knows nothing of the queue: it says what has happened,
// and is told what to do next.
class JobWorker final : public QObject
{
    Q_OBJECT
public:
    enum class State {
        Idle,
        Busy,
        Leaving, // gets no job any more
    };

    JobWorker(AsyncSpawner *spawner, const Command &command, JobScript script, const QString &key,
              QObject *parent);
    ~JobWorker() override;

    State state() const { return m_state; }
    const JobScript &script() const { return m_script; }
    QString key() const { return m_key; } // jobs of the same key can be run by it
    qint64 processId() const { return m_worker->processId(); }
    bool isReady() const { return m_ready; } // its host has spoken
    const JobPointer &job() const { return m_job; } // null: none
    int useCount() const { return m_useCount; }
    bool isShared() const { return m_shared; } // it may have run other scripts than its own
    std::chrono::milliseconds exitTimeout() const { return m_exitTimeout; } // of its last job
    // A reason to use it no more, whatever its count is.
    bool isSpoilt() const { return m_spoilt; }
    void spoil() { m_spoilt = true; }
    Worker *process() const { return m_worker; }

    // Idle, or not told anything yet. The lock is kept for as long as the job runs, or the process
    // if that ends first by force. False: the job is too long to be told.
    bool run(const JobPointer &job, const QString &path, quint64 run,
             std::unique_ptr<FileLock> lock);
    // How many jobs more it can be told beforehand, to begin when it has answered the one that
    // runs: for jobs so short that waking a process for each is most of their time.
    int roomAhead(const JobSettings &settings) const;
    bool runAhead(const JobPointer &job, const QString &path, quint64 run);
    int countAhead() const { return static_cast<int>(m_ahead.size()); }
    std::vector<JobPointer> jobsAhead() const;
    // Its host is asked to give them back, which it does unless they have begun.
    void recall();
    // Those that have certainly not begun: with finished().
    std::vector<JobPointer> takeJobsAhead();
    // Those that may have, as it went on when it was made to end: before them.
    std::vector<JobPointer> takeJobsBegun();

    // It has answered, and gives its job back: idle, or with the next one running, which job() is.
    JobPointer takeJob();
    void startIdleTimer(std::chrono::milliseconds timeout); // 0: none

    // Idle: ends by itself, and is killed if it does not.
    void retire(std::chrono::milliseconds exitTimeout);
    // Busy or idle: is made to end, with that for its job. 0: after ForceDelay.
    void end(JobResult::Error cause, std::chrono::milliseconds exitTimeout = {});
    std::optional<JobResult::Error> cause() const { return m_cause; } // it was made to end

    // With finished(). Its job has certainly not begun.
    bool hasNotRead() const;

Q_SIGNALS:
    void started();
    void ready();
    void progressed(const QJsonValue &value);
    // As it was recalled. If it seemed to run, the next one does since, which job() is.
    void gaveBack(const Spawn::JobPointer &job, bool seemedToRun);
    void answered(bool success, const QJsonValue &value);
    void hasTimedOut(); // its job
    void hasIdled();
    void isOverdue(); // its job is to be reported as ended, though the process has not yet
    void hasBeenKilled(); // as it did not end by itself
    void protocolFault(const QString &text);
    void finished();

private:
    struct Ahead
    {
        JobPointer job;
        quint64 run = 0;
        bool recalled = false;
    };

    bool send(const QByteArray &line, quint64 run);
    void begin(const JobPointer &job, quint64 run);
    void goOn();
    void take(const QJsonValue &message);
    void takeAnswer(const JobAnswer &answer);
    void takeBack(quint64 run);
    void makeKillTimer(std::chrono::milliseconds delay);

    const JobScript m_script;
    const QString m_key;
    Worker *m_worker; // a child
    State m_state = State::Idle;
    bool m_ready = false;
    bool m_spoilt = false;
    bool m_shared = false;
    int m_useCount = 0;
    std::chrono::milliseconds m_exitTimeout{0};
    JobPointer m_job;
    quint64 m_run = 0; // its number; when there is none, of the last one
    quint64 m_sentLast = 0; // the number of the run that it was told last
    bool m_refused = false; // that one: the channel was closed already
    std::deque<Ahead> m_ahead; // those that follow
    size_t m_wentOn = 0; // answers that came after it was made to end
    int m_hostKeeps = 0; // jobs at most
    std::chrono::nanoseconds m_usualTime{0}; // of its jobs, the last ones above all
    std::unique_ptr<FileLock> m_lock;
    std::optional<JobResult::Error> m_cause;
    QTimer m_timer; // of the job, or of idleness
};

} // namespace Spawn
