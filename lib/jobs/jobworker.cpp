// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobworker.h"

#include "workers/worker_p.h"

#include <QtCore/QJsonObject>

#include <algorithm>
#include <utility>

namespace Spawn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

// After a worker was made to end: when its job is reported at the latest, though the process is
// still there. SIGKILL has been sent by then, and only the kernel can hold it up.
static constexpr auto OverdueAfter = 150ms;

// Jobs that take longer gain nothing from being told beforehand.
static constexpr auto ShortJob = 1ms;
static constexpr int MostAheadOfAHost = 64; // whatever it says

JobWorker::JobWorker(AsyncSpawner *spawner, const Command &command, JobScript script,
                     const QString &key, QObject *parent)
    : QObject(parent), m_script(std::move(script)), m_key(key),
      m_worker(forkWorker(spawner, command, this))
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer); // a coarse one may end a job before its time
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

static QByteArray lineOf(const Job &job, const QString &path, quint64 run, int attempt)
{
    return toLine(JobRequest{run, job.id, attempt, path, job.payload, job.settings.inlineSource,
                             job.settings.preloads});
}

// False: it is too long.
bool JobWorker::send(const QByteArray &line, quint64 run)
{
    if (line.size() > NodeChannel::LongestLine)
        return false;
    NodeChannel *const channel = WorkerPrivate::of(m_worker)->channel;
    m_refused = channel == nullptr || channel->sendLine(line) == NodeChannel::Sending::Refused;
    m_sentLast = run;
    return true;
}

void JobWorker::begin(const JobPointer &job, quint64 run)
{
    m_state = State::Busy;
    m_job = job;
    m_run = run;
    m_shared = job->settings.sharedWorkers;
    m_exitTimeout = job->settings.exitTimeout;
    if (job->settings.timeout > 0ms)
        m_timer.start(job->settings.timeout);
    else
        m_timer.stop();
}

bool JobWorker::run(const JobPointer &job, const QString &path, quint64 run,
                    std::unique_ptr<FileLock> lock)
{
    if (!send(lineOf(*job, path, run, job->attempts), run))
        return false;
    begin(job, run);
    m_lock = std::move(lock);
    if (m_lock && processId() != 0)
        m_lock->setOwner(processId());
    return true;
}

JobPointer JobWorker::takeJob()
{
    const JobPointer job = std::exchange(m_job, nullptr);
    if (m_cause || !job)
        return job;
    m_lock.reset();
    ++m_useCount;
    const auto time = Job::Clock::now() - job->begun;
    m_usualTime = m_useCount == 1 ? time : (m_usualTime * 3 + time) / 4;
    goOn();
    return job;
}

// With the one that it has ahead.
void JobWorker::goOn()
{
    m_timer.stop();
    if (m_state != State::Busy)
        return;
    m_state = State::Idle;
    if (m_ahead.empty())
        return;
    const Ahead next = m_ahead.front();
    m_ahead.pop_front();
    begin(next.job, next.run);
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

// What was told last is known to be unread, and only that.
bool JobWorker::hasNotRead() const
{
    return m_sentLast == m_run && (m_refused || WorkerPrivate::of(m_worker)->lastMessageUnread());
}

// ---- Jobs ahead --------------------------------------------------------------------------------

int JobWorker::roomAhead(const JobSettings &settings) const
{
    if (m_state != State::Busy || m_cause || m_spoilt || m_useCount < 2 || m_usualTime > ShortJob)
        return 0;
    return qMin(m_hostKeeps, settings.maxUseCount - m_useCount - 1) - countAhead();
}

bool JobWorker::runAhead(const JobPointer &job, const QString &path, quint64 run)
{
    if (!send(lineOf(*job, path, run, job->attempts + 1), run))
        return false;
    m_ahead.push_back({job, run});
    return true;
}

std::vector<JobPointer> JobWorker::jobsAhead() const
{
    std::vector<JobPointer> jobs;
    for (const Ahead &ahead : m_ahead)
        jobs.push_back(ahead.job);
    return jobs;
}

void JobWorker::recall()
{
    for (Ahead &ahead : m_ahead) {
        if (!std::exchange(ahead.recalled, true))
            send(toForgetLine(ahead.run), 0);
    }
}

std::vector<JobPointer> JobWorker::takeJobsAhead()
{
    std::vector<JobPointer> jobs = jobsAhead();
    m_ahead.clear();
    return jobs;
}

std::vector<JobPointer> JobWorker::takeJobsBegun()
{
    std::vector<JobPointer> jobs;
    for (; m_wentOn > 0 && !m_ahead.empty(); --m_wentOn) {
        jobs.push_back(m_ahead.front().job);
        m_ahead.pop_front();
    }
    return jobs;
}

void JobWorker::takeBack(quint64 run)
{
    if (m_job && run == m_run && !m_cause) {
        // The answer to the one before it was on its way when this was recalled: its turn seemed to
        // have come.
        const JobPointer job = std::exchange(m_job, nullptr);
        goOn();
        Q_EMIT gaveBack(job, true);
        return;
    }
    const auto place = std::find_if(m_ahead.begin(), m_ahead.end(),
                                    [run](const Ahead &ahead) { return ahead.run == run; });
    if (place == m_ahead.end())
        return; // of a worker that is being ended
    const JobPointer job = place->job;
    m_ahead.erase(place);
    Q_EMIT gaveBack(job, false);
}

// ---- What its host says ------------------------------------------------------------------------

void JobWorker::take(const QJsonValue &message)
{
    const JobAnswer answer = toJobAnswer(message);
    switch (answer.kind) {
    case JobAnswer::Kind::Other:
        break;
    case JobAnswer::Kind::Ready:
        m_ready = true;
        m_hostKeeps = qBound(0, answer.ahead, MostAheadOfAHost);
        Q_EMIT ready();
        break;
    case JobAnswer::Kind::Forgotten:
        takeBack(answer.run);
        break;
    default:
        takeAnswer(answer);
    }
}

void JobWorker::takeAnswer(const JobAnswer &answer)
{
    if (m_cause) {
        // Too late for its job, but the next one may have begun.
        m_wentOn += answer.kind != JobAnswer::Kind::Progress;
    } else if (!m_job || answer.run != m_run) {
        m_spoilt = true;
        Q_EMIT protocolFault(u"%1: an answer to job %2 of this worker, which %3"_s.arg(
            m_script.path, QString::number(answer.run),
            answer.run == 0 || answer.run > m_run ? u"had not begun"_s : u"had ended"_s));
    } else if (answer.kind == JobAnswer::Kind::Progress) {
        Q_EMIT progressed(answer.value);
    } else {
        Q_EMIT answered(answer.kind == JobAnswer::Kind::Done, answer.value);
    }
}

} // namespace Spawn
