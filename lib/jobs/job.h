// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "jobs/jobreply.h"
#include "jobs/jobsettings.h"

#include <QtCore/QDateTime>
#include <QtCore/QPointer>
#include <QtCore/QPromise>

#include <chrono>
#include <memory>
#include <vector>

namespace Spawn {

class JobRunner;
class JobScheduler;

// One job, from run() to its end: what its reply shows, and what is decided by. The queue, the
// worker that runs it and the reply each hold it.
class Job final
{
public:
    using Clock = std::chrono::steady_clock;

    Job(JobScheduler *owner, JobRunner *askedOf, quint64 number, const QString &asked,
        const QJsonValue &data, const JobOptions &options);

    // Sets the result, which is told later.
    void end(JobResult::Error error, const QString &text);
    // The end, to the futures and to whom it concerns. Emits.
    void tell();
    // The same without a signal: its runner is being deleted.
    void tellFutures();

    static JobReply *makeReply(const std::shared_ptr<Job> &job); // the runner's child

    JobScheduler *scheduler; // null when it is gone, or the job has ended
    const QPointer<JobRunner> runner;
    JobReply *reply = nullptr; // null when it has been deleted
    const quint64 id;
    const QString script; // as it was asked for
    const QJsonValue payload;
    JobSettings settings;

    JobReply::State state = JobReply::State::Queued;
    bool ended = false; // and perhaps not told yet
    bool cancelled = false; // while a worker had it ahead: when it is given back, or begins
    qint64 processId = 0;
    int attempts = 0;
    const Clock::time_point asked = Clock::now();
    const qint64 askedAt = QDateTime::currentMSecsSinceEpoch(); // for people
    Clock::time_point begun; // the last attempt
    QJsonValue progress = QJsonValue::Undefined; // the last of this attempt
    JobResult result;
    std::vector<QPromise<JobResult>> promises;
};

using JobPointer = std::shared_ptr<Job>;

} // namespace Spawn
