// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobworker.h"

#include "workers/worker_p.h"

#include <QtCore/QJsonObject>

#include <utility>

namespace Spawn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

// After a worker was made to end: when its job is reported at the latest, though the process is
// still there. SIGKILL has been sent by then, and only the kernel can hold it up.
static constexpr auto OverdueAfter = 150ms;

JobWorker::JobWorker(AsyncSpawner *spawner, const Command &command, JobScript script,
                     const QString &key, QObject *parent)
    : QObject(parent), m_script(std::move(script)), m_key(key),
      m_worker(forkWorker(spawner, command, this))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_cause)
            Q_EMIT isOverdue();
        else if (m_state == State::Busy)
            Q_EMIT hasTimedOut();
        else if (m_state == State::Idle)
            Q_EMIT hasIdled();
    });
    connect(m_worker, &Worker::started, this, [this] {
        if (m_lock)
            m_lock->setOwner(processId());
        Q_EMIT started();
    });
    connect(m_worker, &Worker::messageReceived, this, &JobWorker::take);
    connect(m_worker, &Worker::errorOccurred, this, [this](Worker::Error error) {
        // The other ones are with its end.
        if (error == Worker::Error::MalformedMessage || error == Worker::Error::MessageTooLong)
            Q_EMIT protocolFault(m_worker->errorString());
    });
    connect(m_worker, &Worker::disconnected, this, [this] {
        // On its way out by itself.
        if (m_state == State::Idle)
            m_state = State::Leaving;
    });
    connect(m_worker, &Worker::finished, this, [this] {
        m_state = State::Leaving;
        m_timer.stop();
        m_lock.reset();
        Q_EMIT finished();
    });
}

JobWorker::~JobWorker()
{
    m_worker->disconnect(this);
}

bool JobWorker::run(const JobPointer &job, const QString &path, quint64 run,
                    std::unique_ptr<FileLock> lock)
{
    const QByteArray line = toLine(JobRequest{run, job->id, job->attempts, path, job->payload,
                                              job->settings.inlineSource, job->settings.preloads});
    if (line.size() > NodeChannel::LongestLine)
        return false;
    m_shared = job->settings.sharedWorkers;
    m_exitTimeout = job->settings.exitTimeout;
    m_state = State::Busy;
    m_job = job;
    m_run = run;
    m_lock = std::move(lock);
    if (m_lock && processId() != 0)
        m_lock->setOwner(processId());
    m_timer.stop();
    if (job->settings.timeout > 0ms)
        m_timer.start(job->settings.timeout);
    NodeChannel *const channel = WorkerPrivate::of(m_worker)->channel;
    m_refused = channel == nullptr || channel->sendLine(line) == NodeChannel::Sending::Refused;
    return true;
}

JobPointer JobWorker::takeJob()
{
    if (!m_cause) {
        m_timer.stop();
        m_lock.reset();
        ++m_useCount;
        if (m_state == State::Busy)
            m_state = State::Idle;
    }
    return std::exchange(m_job, nullptr);
}

void JobWorker::startIdleTimer(milliseconds timeout)
{
    if (timeout > 0ms)
        m_timer.start(timeout);
}

void JobWorker::makeKillTimer(milliseconds delay)
{
    QTimer::singleShot(delay, this, [this] {
        Q_EMIT hasBeenKilled();
        m_worker->kill();
    });
}

void JobWorker::retire(milliseconds exitTimeout)
{
    m_state = State::Leaving;
    m_timer.stop();
    // One that has ended already says so by itself.
    if (WorkerPrivate::of(m_worker)->isOpen())
        m_worker->disconnectChannel();
    makeKillTimer(exitTimeout);
}

void JobWorker::end(JobResult::Error cause, milliseconds exitTimeout)
{
    m_state = State::Leaving;
    m_cause = cause;
    if (exitTimeout > 0ms) {
        WorkerPrivate::of(m_worker)->terminateNow();
        makeKillTimer(exitTimeout);
    } else {
        m_worker->terminate();
    }
    m_timer.start(OverdueAfter);
}

bool JobWorker::hasNotRead() const
{
    return m_refused || WorkerPrivate::of(m_worker)->lastMessageUnread();
}

void JobWorker::take(const QJsonValue &message)
{
    const JobAnswer answer = toJobAnswer(message);
    if (answer.kind == JobAnswer::Kind::Other)
        return;
    if (answer.kind == JobAnswer::Kind::Ready) {
        m_ready = true;
        Q_EMIT ready();
    } else if (!m_job || answer.run != m_run) {
        m_spoilt = true;
        Q_EMIT protocolFault(u"%1: an answer to job %2 of this worker, which %3"_s.arg(
            m_script.path, QString::number(answer.run),
            answer.run == 0 || answer.run > m_run ? u"it was not given"_s : u"had ended"_s));
    } else if (m_cause) {
        return; // too late
    } else if (answer.kind == JobAnswer::Kind::Progress) {
        Q_EMIT progressed(answer.value);
    } else {
        Q_EMIT answered(answer.kind == JobAnswer::Kind::Done, answer.value);
    }
}

} // namespace Spawn
