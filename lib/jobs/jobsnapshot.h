// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <jobs/jobresult.h>
#include <spawner/export.h>

#include <QtCore/QJsonValue>
#include <QtCore/QList>
#include <QtCore/QObject>
#include <QtCore/QString>

#include <chrono>

namespace Spawn {

// A JobRunner at one moment, with those that share its queue, as another process sees it. Values
// only; moments are milliseconds since the epoch, UTC. What a worker is, its memory and its times
// are with its command (SpawnerSnapshot::commands).

// A value of JSON, or the beginning of its text when that is long.
struct JobValue
{
    QJsonValue value = QJsonValue::Undefined;
    qint64 size = 0; // of its text, in bytes; 0: all of it is here

    bool operator==(const JobValue &) const = default;
};

struct DurationSummary
{
    quint64 count = 0;
    std::chrono::microseconds p50{0};
    std::chrono::microseconds p90{0};
    std::chrono::microseconds p99{0};
    std::chrono::microseconds maximum{0};
    // How many took less than 1 us, less than 2, less than 4 and so on.
    QList<quint64> powersOfTwo;

    bool operator==(const DurationSummary &) const = default;
};

// The jobs of a script since the runner was made.
struct JobScriptSnapshot
{
    QString script; // as it was asked for; empty: all those after the first hundred
    qint64 queued = 0;
    qint64 running = 0;
    quint64 succeeded = 0;
    quint64 failed = 0;
    quint64 retried = 0; // attempts beyond the first
    DurationSummary wait; // JobResult::queued of those that have ended
    DurationSummary run; // JobResult::elapsed

    bool operator==(const JobScriptSnapshot &) const = default;
};

struct ASYNCSPAWNER_EXPORT JobWorkerSnapshot
{
    Q_GADGET
public:
    enum class State {
        Starting, // it has a job
        Busy,
        Idle,
        Leaving,
    };
    Q_ENUM(State)

    quint64 command = 0; // the id of its process
    QString script; // the path
    State state = State::Starting;
    quint64 job = 0; // 0: none
    int uses = 0; // jobs that it has answered

    bool operator==(const JobWorkerSnapshot &) const = default;
};

// A job that has not ended.
struct ASYNCSPAWNER_EXPORT JobSnapshot
{
    Q_GADGET
public:
    enum class State {
        Queued,
        Resting, // until it is tried again
        Running,
    };
    Q_ENUM(State)

    quint64 id = 0;
    QString script;
    State state = State::Queued;
    int priority = 0;
    int attempts = 0;
    quint64 command = 0; // of its worker; 0: none
    qint64 asked = 0;
    qint64 begun = 0; // the attempt that runs; 0: none does
    JobValue payload;
    JobValue progress; // the last; undefined: none

    bool operator==(const JobSnapshot &) const = default;
};

// A job that has ended.
struct JobEnd
{
    quint64 number = 0; // counts up, for a selection to hold on to
    quint64 runner = 0;
    quint64 job = 0;
    QString script;
    qint64 time = 0;
    JobResult::Error error = JobResult::Error::NoError;
    QString text;
    int exitCode = -1;
    int signalNumber = 0;
    qint64 processId = 0;
    int attempts = 0;
    std::chrono::microseconds queued{0};
    std::chrono::microseconds elapsed{0};
    JobValue payload;
    JobValue value; // its error's, where it failed

    bool operator==(const JobEnd &) const = default;
};

struct JobRunnerSnapshot
{
    quint64 number = 0; // of the monitor's server
    QString name; // QObject::objectName() of the first that has one; may be empty
    int maxWorkerCount = 0;
    int maxProcessCount = 0;
    bool closing = false;
    qint64 queued = 0; // resting ones included
    qint64 running = 0;
    int protocolFaults = 0;
    QList<JobScriptSnapshot> scripts; // in the order of their names
    QList<JobWorkerSnapshot> workers; // in the order of their commands
    QList<JobSnapshot> jobs; // those that run, then the first of those that rest or wait

    bool operator==(const JobRunnerSnapshot &) const = default;
};

} // namespace Spawn
