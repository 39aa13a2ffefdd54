// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobscheduler.h"

#include "spawner/asyncspawner_p.h"
#include "spawner/loggingcategories.h"
#include "spawner/signalname.h"
#include "spawner/text.h"
#include "workers/jsonline.h"

#include <QtCore/QMetaMethod>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace Spawn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Error = JobResult::Error;
using std::chrono::milliseconds;

static constexpr milliseconds LongestRetryDelay = 30s;
static constexpr int MostDoublings = 20; // of a delay; far beyond the longest

// ---- Texts: qworker's, for programs that know them ---------------------------------------------

QString JobScheduler::textOf(Error error)
{
    switch (error) {
    case Error::TimedOut:
        return u"script timeout"_s;
    case Error::Cancelled:
        return Text::tr("The job was cancelled");
    case Error::Closed:
        return Text::tr("The job runner was closed");
    default:
        return {};
    }
}

// As Node's 'exit' has it: "7 / null", "null / SIGKILL".
static QString exitText(const CommandResult &ended)
{
    return u"%1 / %2"_s.arg(ended.exitCode < 0 ? u"null"_s : QString::number(ended.exitCode),
                            ended.signalNumber == 0 ? u"null"_s : signalName(ended.signalNumber));
}

static QString textOfError(const QJsonValue &error)
{
    if (error.isString())
        return error.toString();
    if (const QJsonValue message = error["message"_L1]; message.isString())
        return message.toString();
    return QString::fromUtf8(toCompactJson(error));
}

// ---- An attempt ends ---------------------------------------------------------------------------

void JobScheduler::workerStarted(JobWorker *worker)
{
    traceWorker(QtDebugMsg, u"worker started"_s, worker);
    tellRunners([pid = worker->processId(), path = worker->script().path](JobRunner *runner) {
        Q_EMIT runner->workerStarted(pid, path);
    });
    if (const JobPointer &job = worker->job()) {
        job->processId = worker->processId();
        tellStarted(job);
    }
}

void JobScheduler::workerAnswered(JobWorker *worker, bool success, const QJsonValue &value)
{
    const JobPointer job = worker->takeJob();
    goOn(worker, job->settings);
    if (job->ended) { // it was dropped
        dispatch();
        return;
    }
    Outcome outcome;
    if (success) {
        outcome.value = value;
    } else {
        outcome.error = Error::ScriptError;
        outcome.errorValue = value;
        outcome.text = textOfError(value);
    }
    attemptEnded(job, outcome);
    dispatch();
}

// With the one that it had ahead, or without any.
void JobScheduler::goOn(JobWorker *worker, const JobSettings &lastSettings)
{
    const JobPointer next = worker->job();
    if (!next) {
        settle(worker, lastSettings);
        return;
    }
    ++next->attempts;
    jobBegan(next, worker);
    if (next->cancelled)
        worker->end(Error::Cancelled);
}

void JobScheduler::workerOverdue(JobWorker *worker)
{
    const JobPointer job = worker->takeJob();
    if (job && !job->ended) {
        Outcome outcome;
        outcome.error = *worker->cause();
        outcome.text = textOf(outcome.error);
        attemptEnded(job, outcome);
        dispatch();
    }
}

void JobScheduler::workerFinished(JobWorker *worker)
{
    const CommandResult ended = worker->process()->result();
    const std::vector<JobPointer> begun = worker->takeJobsBegun();
    const std::vector<JobPointer> ahead = worker->takeJobsAhead();
    const JobPointer job = worker->takeJob();
    std::erase(m_workers, worker);
    worker->deleteLater();
    if (ended.processId != 0) {
        traceWorker(QtDebugMsg, u"worker finished"_s, worker);
        tellRunners([ended](JobRunner *runner) {
            Q_EMIT runner->workerFinished(ended.processId, ended.exitCode, ended.signalNumber);
        });
    } else {
        report(ended.errorString());
    }
    if (job && !job->ended)
        jobOutlivedWorker(job, worker, ended);
    for (const JobPointer &next : begun) {
        ++next->attempts;
        next->begun = Job::Clock::now();
        if (!next->ended)
            attemptEnded(next, workerDied(ended));
    }
    for (const JobPointer &next : ahead)
        jobGivenBack(next);
    dispatch();
}

JobScheduler::Outcome JobScheduler::workerDied(const CommandResult &ended)
{
    Outcome outcome;
    outcome.error = Error::WorkerDied;
    outcome.text = u"worker died: "_s + exitText(ended);
    outcome.exitCode = ended.exitCode;
    outcome.signalNumber = ended.signalNumber;
    return outcome;
}

void JobScheduler::jobOutlivedWorker(const JobPointer &job, const JobWorker *worker,
                                     const CommandResult &ended)
{
    Outcome outcome = workerDied(ended);
    if (worker->cause()) {
        outcome.error = *worker->cause();
        outcome.text = textOf(outcome.error);
    } else if (ended.error == CommandResult::Error::Destroyed) {
        outcome.error = Error::Closed;
        outcome.text = ended.errorString();
    } else if (ended.error == CommandResult::Error::FailedToStart) {
        if (startsWithoutNiceLevel(job, ended))
            return;
        outcome.error = Error::FailedToStart;
        outcome.text = ended.errorString();
    } else if (!worker->isReady()) {
        outcome.error = Error::FailedToStart;
        outcome.text = u"process exited with "_s + exitText(ended);
    } else if (worker->hasNotRead()) {
        // It had served others before, and has gone without a look at this one.
        comeBack(job);
        return;
    }
    attemptEnded(job, outcome);
}

// A nice level is a wish: the job is more important.
bool JobScheduler::startsWithoutNiceLevel(const JobPointer &job, const CommandResult &ended)
{
    if (ended.stage != CommandResult::Stage::Limit || !job->settings.niceLevel
        || (ended.systemError != EACCES && ended.systemError != EPERM))
        return false;
    job->settings.niceLevel.reset();
    job->workerKey = workerKey(anchoredName(job->script, job->settings), job->settings);
    comeBack(job);
    return true;
}

// As if it had never been tried, to its place in the queue.
void JobScheduler::comeBack(const JobPointer &job)
{
    forgetAttempt(job);
    m_queue.add(job);
}

void JobScheduler::forgetAttempt(const JobPointer &job)
{
    --job->attempts;
    job->state = JobReply::State::Queued;
    job->processId = 0;
    traceJob(u"job comes back: it had not begun"_s, *job);
}

void JobScheduler::attemptEnded(const JobPointer &job, const Outcome &outcome)
{
    job->result.value = outcome.value;
    job->result.errorValue = outcome.errorValue;
    job->result.exitCode = outcome.exitCode;
    job->result.signalNumber = outcome.signalNumber;
    const bool isFinal = outcome.error == Error::NoError || outcome.error == Error::Cancelled
        || outcome.error == Error::Closed || m_closing == JobRunner::CloseMode::Abort
        || job->attempts > job->settings.retryLimit;
    if (isFinal)
        end(job, outcome.error, outcome.text);
    else
        rest(job, outcome.text);
}

void JobScheduler::rest(const JobPointer &job, const QString &reason)
{
    const int doublings = qMin(job->attempts - 1, MostDoublings);
    const milliseconds delay = qMin(job->settings.retryDelay * (1 << doublings), LongestRetryDelay);
    if (isTraced())
        trace(QtDebugMsg, u"job is tried again"_s,
              {{"job"_L1, static_cast<qint64>(job->id)},
               {"attempts"_L1, job->attempts},
               {"delay"_L1, static_cast<qint64>(delay.count())},
               {"reason"_L1, reason}});
    job->state = JobReply::State::Queued;
    job->processId = 0;
    m_resting.insert(job->id, job);
    QTimer::singleShot(delay, this, [this, id = job->id] {
        if (const JobPointer rested = m_resting.take(id)) {
            m_queue.add(rested);
            dispatch();
        }
    });
}

void JobScheduler::end(const JobPointer &job, Error error, const QString &text)
{
    static const QMetaMethod ended = QMetaMethod::fromSignal(&JobScheduler::jobEnded);
    job->end(error, text);
    m_statistics.add(*job);
    traceJob(u"job ended"_s, *job);
    if (isSignalConnected(ended))
        Q_EMIT jobEnded(jobEnd(*job));
    m_notices.post([job] { job->tell(); });
}

} // namespace Spawn
