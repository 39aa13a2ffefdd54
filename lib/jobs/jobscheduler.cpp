// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobscheduler.h"

#include "jobs/jobcommand.h"
#include "spawner/processstat.h"
#include "spawner/text.h"

#include <QtCore/QFile>
#include <QtCore/QTimerEvent>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace Spawn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

JobScheduler::JobScheduler(AsyncSpawner *spawner, JobRunner *first)
    : QObject(first), m_spawner(spawner), m_runners{first}
{
    m_notices.setParent(this);
}

JobScheduler::~JobScheduler()
{
    // They would say that they have ended.
    for (JobWorker *const worker : std::exchange(m_workers, {}))
        delete worker;
}

void JobScheduler::remove(JobRunner *runner)
{
    m_runners.removeAll(runner);
    const QPointer<JobScheduler> guard(this);
    std::vector<JobPointer> ending;
    for (const JobPointer &job : liveJobs()) {
        if (job->runner == runner) {
            drop(job, JobResult::Error::Closed);
            ending.push_back(job);
        }
    }
    if (!m_runners.isEmpty()) {
        setParent(m_runners.first());
        wake();
    }
    // What follows the futures may do anything.
    const bool isLast = m_runners.isEmpty();
    for (const JobPointer &job : ending)
        job->tellFutures();
    if (isLast && guard)
        delete this;
}

// ---- Jobs come ---------------------------------------------------------------------------------

JobReply *JobScheduler::submit(JobRunner *runner, const QString &script, const QJsonValue &payload,
                               const JobOptions &options)
{
    const auto job = std::make_shared<Job>(this, runner, ++m_lastJob, script, payload, options);
    job->workerKey = workerKey(anchoredName(script, job->settings), job->settings);
    JobReply *const reply = Job::makeReply(job);
    if (m_closing) {
        end(job, JobResult::Error::Closed, textOf(JobResult::Error::Closed));
    } else if (script.isEmpty()) {
        end(job, JobResult::Error::ScriptNotFound, u"qworker: missing script name"_s);
    } else if (const QString problem = JobSettings::problemOf(options); !problem.isEmpty()) {
        end(job, JobResult::Error::FailedToStart, problem);
    } else {
        m_queue.add(job);
        wake();
    }
    return reply;
}

void JobScheduler::wake()
{
    if (!m_wake.isActive())
        m_wake.start(0, this);
}

void JobScheduler::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_wake.timerId())
        dispatch();
    else if (event->timerId() == m_patience.timerId())
        recallFromSlowWorkers();
    else
        QObject::timerEvent(event);
}

// ---- Which worker runs which job ---------------------------------------------------------------

int JobScheduler::processLimit() const
{
    return m_maxProcessCount > 0 ? m_maxProcessCount : 2 * m_maxWorkerCount;
}

int JobScheduler::runningCount() const
{
    return static_cast<int>(std::count_if(m_workers.begin(), m_workers.end(),
                                          [](const auto *worker) { return worker->job(); }));
}

void JobScheduler::dispatch()
{
    m_wake.stop();
    for (int running = runningCount(); !m_queue.isEmpty(); running = runningCount()) {
        const JobPointer job = m_queue.first();
        if (running >= qMin(m_maxWorkerCount, processLimit()) || !place(job))
            break;
    }
    tellAhead();
    tellWhenClosed();
}

// False: there is no room for it yet, and those behind it wait as well.
bool JobScheduler::place(const JobPointer &job)
{
    using Error = JobResult::Error;
    const JobSettings &settings = job->settings;
    QString key = job->workerKey;
    JobWorker *worker = settings.sharedWorkers ? nullptr : idleWorker(key);
    JobScript script;
    if (worker != nullptr) {
        script = worker->script();
    } else {
        script = findScript(job->script, settings);
        if (settings.sharedWorkers) {
            key = workerKey(script, settings);
            worker = idleWorker(key);
        }
    }
    if (!script.problem.isEmpty()) {
        m_queue.remove(*job);
        job->result.errorValue
            = QJsonObject{{"message"_L1, script.problem}, {"code"_L1, "MODULE_NOT_FOUND"_L1}};
        end(job, Error::ScriptNotFound, script.problem);
        return true;
    }
    if (worker == nullptr && !makeRoom())
        return false;

    m_queue.remove(*job);
    ++job->attempts;
    job->begun = Job::Clock::now();
    std::unique_ptr<FileLock> lock;
    if (!this->lock(job, &lock))
        return true;
    if (worker == nullptr)
        worker = startWorker(job, script, key);
    if (worker == nullptr)
        return true;
    if (!worker->run(job, script.path, ++m_lastRun, std::move(lock))) {
        end(job, Error::FailedToStart, Text::tr("The job is longer than 64 MiB"));
        if (worker->useCount() == 0)
            retire(worker); // it was started for this one
        return true;
    }
    jobBegan(job, worker);
    return true;
}

void JobScheduler::jobBegan(const JobPointer &job, JobWorker *worker)
{
    job->state = JobReply::State::Running;
    job->begun = Job::Clock::now();
    job->begunAt = QDateTime::currentMSecsSinceEpoch();
    job->progress = QJsonValue::Undefined;
    job->processId = worker->processId();
    traceJob(u"job started"_s, *job);
    if (job->processId != 0)
        tellStarted(job);
}

bool JobScheduler::lock(const JobPointer &job, std::unique_ptr<FileLock> *lock)
{
    if (job->settings.lockFile.isEmpty())
        return true;
    *lock = std::make_unique<FileLock>();
    const SystemError error = (*lock)->tryLock(QFile::encodeName(job->settings.lockFile));
    if (!error)
        return true;
    Outcome outcome;
    outcome.error = error.number == EWOULDBLOCK ? JobResult::Error::LockHeld
                                                : JobResult::Error::FailedToStart;
    outcome.text = error.number != EWOULDBLOCK ? error.text
        : (*lock)->holder() == 0
        ? Text::tr("%1: cannot break lock, a process holds it").arg(job->settings.lockFile)
        : Text::tr("%1: cannot break lock, process %2 exists")
              .arg(job->settings.lockFile)
              .arg((*lock)->holder());
    attemptEnded(job, outcome);
    return false;
}

JobWorker *JobScheduler::idleWorker(const QString &key) const
{
    const auto found = std::find_if(m_workers.begin(), m_workers.end(), [&](const auto *worker) {
        return worker->state() == JobWorker::State::Idle && worker->key() == key;
    });
    return found == m_workers.end() ? nullptr : *found;
}

// For one process more. Those that wait for an end of one are few, so one for each of them goes.
bool JobScheduler::makeRoom()
{
    if (processCount() < processLimit())
        return true;
    const auto waiting = qMin<qsizetype>(m_queue.size(), m_maxWorkerCount - runningCount());
    auto leaving = std::count_if(m_workers.begin(), m_workers.end(), [](const auto *worker) {
        return worker->state() == JobWorker::State::Leaving;
    });
    for (JobWorker *const worker : m_workers) {
        if (leaving < waiting && worker->state() == JobWorker::State::Idle) {
            retire(worker);
            ++leaving;
        }
    }
    return false;
}

JobWorker *JobScheduler::startWorker(const JobPointer &job, const JobScript &script,
                                     const QString &key)
{
    QString problem;
    if (!m_spawner) {
        end(job, JobResult::Error::Closed, Text::tr("The spawner is gone"));
        return nullptr;
    }
    const std::optional<Command> command = commandFor(script, job->settings.niceLevel, &problem);
    if (!command) {
        report(problem);
        end(job, JobResult::Error::FailedToStart, problem);
        return nullptr;
    }
    auto *const worker = new JobWorker(m_spawner, *command, script, key, this);
    m_workers.push_back(worker);
    connectWorker(worker);
    return worker;
}

void JobScheduler::connectWorker(JobWorker *worker)
{
    connect(worker, &JobWorker::started, this, [this, worker] { workerStarted(worker); });
    connect(worker, &JobWorker::ready, this,
            [this, worker] { traceWorker(QtDebugMsg, u"worker ready"_s, worker); });
    connect(worker, &JobWorker::progressed, this, [this, worker](const QJsonValue &value) {
        worker->job()->progress = value;
        m_notices.post([job = worker->job(), value] {
            if (job->reply != nullptr && !job->reply->isFinished())
                Q_EMIT job->reply->progress(value);
        });
    });
    connect(worker, &JobWorker::answered, this, [this, worker](bool success, const auto &value) {
        workerAnswered(worker, success, value);
        // Here, and what a slot asks for then: two turns of the loop less for each job.
        const QPointer<JobScheduler> guard(this);
        m_notices.deliver();
        if (guard && m_wake.isActive())
            dispatch();
    });
    connect(worker, &JobWorker::gaveBack, this,
            [this, worker](const auto &job, bool ran) { workerGaveBack(worker, job, ran); });
    connect(worker, &JobWorker::hasTimedOut, this, [this, worker] {
        traceWorker(QtWarningMsg, u"worker killed: its job has timed out"_s, worker);
        worker->end(JobResult::Error::TimedOut);
    });
    connect(worker, &JobWorker::hasIdled, this, [this, worker] { retire(worker); });
    connect(worker, &JobWorker::isOverdue, this, [this, worker] { workerOverdue(worker); });
    connect(worker, &JobWorker::hasBeenKilled, this, [this, worker] {
        traceWorker(QtWarningMsg, u"worker killed: it did not end by itself"_s, worker);
    });
    connect(worker, &JobWorker::protocolFault, this, [this, worker](const QString &text) {
        ++m_protocolFaults;
        report(text);
        if (worker->state() == JobWorker::State::Idle)
            retire(worker);
    });
    connect(worker, &JobWorker::finished, this, [this, worker] { workerFinished(worker); });
}

// After a job: used again, or not.
void JobScheduler::settle(JobWorker *worker, const JobSettings &settings)
{
    if (worker->state() != JobWorker::State::Idle)
        return;
    if (worker->isSpoilt() || worker->useCount() >= settings.maxUseCount
        || isTooLarge(worker, settings.maxMemory)) {
        retire(worker);
        return;
    }
    const auto place = std::find(m_workers.begin(), m_workers.end(), worker);
    std::rotate(place, place + 1, m_workers.end());
    worker->startIdleTimer(settings.idleTimeout);
}

bool JobScheduler::isTooLarge(const JobWorker *worker, qint64 limit) const
{
    if (limit == 0)
        return false;
    const auto process = processStat(worker->processId());
    return process && process->residentMemory > limit;
}

void JobScheduler::retire(JobWorker *worker)
{
    traceWorker(QtDebugMsg, u"worker retired"_s, worker);
    worker->retire(m_exitTimeout.value_or(worker->exitTimeout()));
}

} // namespace Spawn
