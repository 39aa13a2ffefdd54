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
#include <memory>
#include <optional>

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
    // It has answered, and gives its job back: idle.
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
    void answered(bool success, const QJsonValue &value);
    void hasTimedOut(); // its job
    void hasIdled();
    void isOverdue(); // its job is to be reported as ended, though the process has not yet
    void hasBeenKilled(); // as it did not end by itself
    void protocolFault(const QString &text);
    void finished();

private:
    void take(const QJsonValue &message);
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
    quint64 m_run = 0; // the number of the last one that it was given
    bool m_refused = false; // that job: the channel was closed already
    std::unique_ptr<FileLock> m_lock;
    std::optional<JobResult::Error> m_cause;
    QTimer m_timer; // of the job, or of idleness
};

} // namespace Spawn
