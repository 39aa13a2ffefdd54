// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <cluster/clustersnapshot.h>
#include <jobs/jobsnapshot.h>
#include <spawner/asyncspawner.h>
#include <workers/poolsnapshot.h>

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <array>
#include <chrono>

namespace Spawn {

// A spawner at one moment, as another process sees it. Values only.
//
// Moments are milliseconds since the epoch, UTC; 0 is "not yet" or "not known". Durations are
// measured by the monotonic clock of the application, and not the difference of two moments.
// All text comes from another process: show it as plain text, with control characters escaped.

struct CommandSnapshot
{
    quint64 id = 0; // of the reply; unique within its spawner
    CommandReply::State state = CommandReply::State::Queued;
    QStringList arguments; // the program first; empty when secret
    bool secret = false;
    bool detached = false;
    bool worker = false; // serves messages for as long as the application likes
    QString label;
    QString workingDirectory; // empty: the application's
    int priority = 0;
    qint64 processId = 0; // 0: not cloned
    qint64 submitted = 0;
    qint64 started = 0;
    qint64 finished = 0;
    std::chrono::microseconds queued{0}; // once it has been cloned or has ended
    std::chrono::microseconds elapsed{0}; // once it has ended

    // While it runs, from the kernel; -1: not known.
    double processorShare = -1; // of one core, 0 to 1 and more
    qint64 residentMemory = -1; // bytes

    // Once it is finished.
    CommandResult::Error error = CommandResult::Error::NoError;
    CommandResult::Stage stage = CommandResult::Stage::None;
    int exitCode = -1;
    int signalNumber = 0;
    bool coreDumped = false;
    int systemError = 0;
    int attempts = 0;
    ResourceUsage usage;
    bool standardOutputTruncated = false;
    bool standardErrorTruncated = false;
    bool outputHeldOpen = false;
    QString text; // CommandResult::errorString()

    // The last of its captured output; empty unless the application shares it.
    QByteArray outputTail;
    QByteArray errorTail;

    bool isFinished() const { return state == CommandReply::State::Finished; }
};

struct HelperSnapshot
{
    AsyncSpawner::State state = AsyncSpawner::State::NotRunning;
    qint64 processId = 0;
    qint64 started = 0;
    QString version;
    qint64 residentMemory = -1; // bytes; this and what follows: -1 is not known
    double processorShare = -1; // of one core
    int descriptors = -1;
    std::chrono::microseconds roundTrip{-1}; // of the last heartbeat
    std::chrono::microseconds startLatencyMedian{
        -1}; // from being sent to the clone, of the last ones
    std::chrono::microseconds startLatencyP99{-1};
};

struct QueueSnapshot
{
    int waiting = 0;
    int running = 0; // as AsyncSpawner::runningCount(): detached ones and workers are not counted
    int runningLimit = 0;
    int lengthLimit = 0; // 0: unlimited
    std::chrono::milliseconds oldest{0}; // how long the one that has waited longest has waited
};

// The end of a helper, with what is only known here.
struct RestartSnapshot
{
    quint64 number = 0; // counts up, for a selection to hold on to
    HelperExit exit;
    QByteArray lastWords; // the end of its standard error
};

struct LogSnapshot
{
    quint64 number = 0;
    qint64 time = 0;
    QtMsgType level = QtInfoMsg;
    QString category; // "spawn.helper"
    QString message;
    quint64 command = 0; // which it is about; 0: none
};

struct SpawnerSnapshot
{
    // Who.
    QString application;
    qint64 processId = 0;
    QString user;
    QString libraryVersion;
    qint64 applicationStarted = 0;
    bool controlAllowed = false;
    bool outputShared = false;

    // When, and how well it is known.
    qint64 time = 0; // of the last change that is in it
    quint64 sequence = 0;
    quint64 dropped
        = 0; // changes that were not sent because the monitor was slow; a new snapshot followed
    std::chrono::milliseconds callerDelay{
        -1}; // how late the application's thread takes its signals; -1: not known

    HelperSnapshot helper;
    QueueSnapshot queue;
    SpawnerError failure; // while the helper's state is Failed
    std::array<quint64, 9> outcomes{}; // by CommandResult::Error, since the spawner was made
    quint64 startedCount = 0; // commands cloned, since the spawner was made

    QHash<quint64, CommandSnapshot> commands; // waiting, running, and the last finished ones
    QList<RestartSnapshot> restarts; // oldest first
    QList<LogSnapshot> log; // oldest first, bounded
    QList<PoolSnapshot> pools; // those that the application has added to its server
    QList<WorkerEnd> workerEnds; // of theirs, oldest first, bounded
    QList<JobRunnerSnapshot> jobRunners; // those that the application has added to its server
    QList<JobEnd> jobEnds; // of theirs, oldest first, bounded
    QList<ClusterSnapshot> clusters; // those that the application has added to its server
    QList<ClusterWorkerEnd> clusterEnds; // of theirs, oldest first, bounded
};

} // namespace Spawn
