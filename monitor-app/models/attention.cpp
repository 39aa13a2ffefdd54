// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/attention.h"

#include "models/clustertext.h"
#include "models/commandtext.h"
#include "models/jobtext.h"
#include "models/outcometext.h"
#include "models/quantity.h"
#include "models/restartmodel.h"
#include "models/workertext.h"

#include <QtCore/QMap>

#include <algorithm>
#include <tuple>

namespace Spawn {

using namespace std::chrono_literals;

static constexpr qint64 Recent = std::chrono::milliseconds(10min).count();
static constexpr qint64 LongWait = std::chrono::milliseconds(5s).count();

static QString timesText(int count)
{
    return count == 2 ? QStringLiteral("twice") : QStringLiteral("%1 times").arg(count);
}

static QString verbOf(CommandResult::Error error)
{
    switch (error) {
    case CommandResult::Error::FailedToStart:
        return QStringLiteral("did not start");
    case CommandResult::Error::TimedOut:
        return QStringLiteral("timed out");
    case CommandResult::Error::OutputLimitExceeded:
        return QStringLiteral("wrote too much");
    case CommandResult::Error::Crashed:
        return QStringLiteral("were ended by a signal");
    default:
        return QStringLiteral("failed");
    }
}

static QString detailOf(const CommandSnapshot &command)
{
    const QString program = programName(command);
    switch (command.error) {
    case CommandResult::Error::FailedToStart:
        return QStringLiteral("%1: %2").arg(stageText(command.stage),
                                            errnoText(command.systemError));
    case CommandResult::Error::TimedOut:
        return QStringLiteral("%1, after %2")
            .arg(program,
                 spanText(std::chrono::duration_cast<std::chrono::milliseconds>(command.elapsed)));
    case CommandResult::Error::Crashed:
        return QStringLiteral("%1, %2").arg(program, signalText(command.signalNumber));
    case CommandResult::Error::NonZeroExit:
        return QStringLiteral("%1, exit code %2").arg(program).arg(command.exitCode);
    default:
        return program;
    }
}

static void addWaiting(QList<Attention> &list, const SpawnerSnapshot &snapshot,
                       const CommandTally &tally, qint64 now)
{
    const int waiting = tally.waitingBefore(now - LongWait);
    if (waiting == 0)
        return;
    Attention attention;
    attention.mark = {Glyph::WarningSign, Tone::Warn};
    attention.headline = waiting == 1
        ? QStringLiteral("A command has waited more than 5 s")
        : QStringLiteral("%1 commands have waited more than 5 s").arg(countText(quint64(waiting)));
    const QueueSnapshot &queue = snapshot.queue;
    if (queue.runningLimit > 0 && queue.running >= queue.runningLimit) {
        attention.detail = QStringLiteral("The limit of %1 running commands is reached")
                               .arg(countText(quint64(queue.runningLimit)));
    }
    attention.subject = {Subject::Kind::Command, tally.oldestWaiting(), {}};
    list.append(attention);
}

static void addFailures(QList<Attention> &list, const SpawnerSnapshot &snapshot,
                        const CommandTally &tally, qint64 now)
{
    QList<Attention> found;
    QList<int> counts;
    for (const CommandTally::Failures &failures : tally.failuresSince(now - Recent)) {
        if (failures.count < 2)
            continue;
        Attention attention;
        attention.mark = outcomeMark(failures.error);
        attention.headline
            = QStringLiteral("“%1” commands %2 %3 in 10 min")
                  .arg(failures.name.isEmpty() ? QStringLiteral("secret") : failures.name,
                       verbOf(failures.error), timesText(failures.count));
        const auto latest = snapshot.commands.constFind(failures.latest);
        if (latest != snapshot.commands.cend())
            attention.detail = detailOf(*latest);
        attention.subject = {Subject::Kind::Command, failures.latest, {}};
        const auto place = std::find_if(counts.begin(), counts.end(),
                                        [&](int count) { return count < failures.count; });
        found.insert(place - counts.begin(), attention);
        counts.insert(place, failures.count);
    }
    list += found;
}

static bool isByItself(const WorkerEnd &end)
{
    return end.reason == WorkerEnd::Reason::Crashed || end.reason == WorkerEnd::Reason::Exited;
}

static Attention workersAttention(quint64 pool, const QString &program, const WorkerEnd *last)
{
    Attention attention;
    if (last) {
        attention.mark = workerEndMark(last->reason);
        attention.detail
            = QStringLiteral("%1, after %2").arg(causeText(*last), spanText(last->uptime));
    }
    attention.subject.kind = Subject::Kind::Workers;
    attention.subject.pool = pool;
    attention.subject.program = program;
    return attention;
}

static void addGivenUp(QList<Attention> &list, const SpawnerSnapshot &snapshot)
{
    for (const PoolSnapshot &pool : snapshot.pools) {
        for (const PoolProgramSnapshot &program : pool.programs) {
            if (!program.gaveUp)
                continue;
            const auto last
                = std::find_if(snapshot.workerEnds.crbegin(), snapshot.workerEnds.crend(),
                               [&](const WorkerEnd &end) {
                                   return end.pool == pool.number && end.program == program.program;
                               });
            Attention attention
                = workersAttention(pool.number, program.program,
                                   last == snapshot.workerEnds.crend() ? nullptr : &*last);
            attention.mark = {Glyph::CriticalSign, Tone::Fail};
            attention.headline = QStringLiteral("“%1” workers are not started any more")
                                     .arg(programName(program.program));
            list += attention;
        }
    }
}

// Of a program that is not started any more, that has been said.
static void addWorkerEnds(QList<Attention> &list, const SpawnerSnapshot &snapshot, qint64 now)
{
    for (const PoolSnapshot &pool : snapshot.pools) {
        for (const PoolProgramSnapshot &program : pool.programs) {
            int count = 0;
            const WorkerEnd *last = nullptr;
            for (const WorkerEnd &end : snapshot.workerEnds) {
                if (end.pool != pool.number || end.program != program.program || !isByItself(end)
                    || end.time <= now - Recent)
                    continue;
                ++count;
                last = &end;
            }
            if (program.gaveUp || count < 2)
                continue;
            Attention attention = workersAttention(pool.number, program.program, last);
            attention.headline = QStringLiteral("“%1” workers ended %2 in 10 min")
                                     .arg(programName(program.program), timesText(count));
            list += attention;
        }
    }
}

// They were tried again, and in vain.
static void addRetriedJobs(QList<Attention> &list, const SpawnerSnapshot &snapshot, qint64 now)
{
    for (const JobRunnerSnapshot &runner : snapshot.jobRunners) {
        QMap<QString, QList<const JobEnd *>> found;
        for (const JobEnd &end : snapshot.jobEnds) {
            const bool failed = end.error != JobResult::Error::NoError
                && end.error != JobResult::Error::Cancelled
                && end.error != JobResult::Error::Closed;
            if (failed && end.attempts > 1 && end.runner == runner.number
                && end.time > now - Recent)
                found[end.script] += &end;
        }
        for (auto it = found.cbegin(); it != found.cend(); ++it) {
            const JobEnd &last = *it->last();
            const QString script = scriptText(it.key());
            Attention attention;
            attention.mark = jobEndMark(last.error);
            attention.headline = it->size() == 1
                ? QStringLiteral("A “%1” job failed after %2 attempts")
                      .arg(script)
                      .arg(last.attempts)
                : QStringLiteral("%1 “%2” jobs failed after several attempts in 10 min")
                      .arg(countText(quint64(it->size())), script);
            attention.detail = outcomeText(last);
            attention.subject.kind = Subject::Kind::Jobs;
            attention.subject.runner = runner.number;
            attention.subject.script = it.key();
            list += attention;
        }
    }
}

static bool isByItself(const ClusterWorkerEnd &end)
{
    return end.reason == ClusterWorkerEnd::Reason::Crashed
        || end.reason == ClusterWorkerEnd::Reason::Exited;
}

static void addClusters(QList<Attention> &list, const SpawnerSnapshot &snapshot, qint64 now)
{
    for (const ClusterSnapshot &cluster : snapshot.clusters) {
        int count = 0;
        const ClusterWorkerEnd *last = nullptr;
        for (const ClusterWorkerEnd &end : snapshot.clusterEnds) {
            if (end.cluster != cluster.number || !isByItself(end))
                continue;
            count += end.time > now - Recent ? 1 : 0;
            last = &end;
        }
        if (!cluster.gaveUp && count < 2)
            continue;
        Attention attention;
        if (last) {
            attention.mark = clusterEndMark(last->reason);
            attention.detail
                = QStringLiteral("%1, after %2").arg(causeText(*last), spanText(last->uptime));
        }
        if (cluster.gaveUp)
            attention.mark = {Glyph::CriticalSign, Tone::Fail};
        attention.headline = cluster.gaveUp
            ? QStringLiteral("Workers of “%1” are not started any more").arg(clusterText(cluster))
            : QStringLiteral("Workers of “%1” ended %2 in 10 min")
                  .arg(clusterText(cluster), timesText(count));
        attention.subject.kind = Subject::Kind::Clusters;
        attention.subject.cluster = cluster.number;
        list += attention;
    }
}

QList<Attention> attentionOf(const SpawnerSnapshot &snapshot, const CommandTally &tally, qint64 now)
{
    QList<Attention> list;
    if (snapshot.helper.state == AsyncSpawner::State::Failed) {
        list.append({{Glyph::CriticalSign, Tone::Fail},
                     QStringLiteral("There is no helper"),
                     snapshot.failure.text,
                     {Subject::Kind::Restarts, 0, {}}});
    }
    addGivenUp(list, snapshot);
    addWaiting(list, snapshot, tally, now);
    addFailures(list, snapshot, tally, now);
    addWorkerEnds(list, snapshot, now);
    addRetriedJobs(list, snapshot, now);
    addClusters(list, snapshot, now);
    const auto ends = std::count_if(snapshot.restarts.begin(), snapshot.restarts.end(),
                                    [now](const RestartSnapshot &restart) {
                                        return restart.exit.reason != HelperExit::Reason::Destroyed
                                            && restart.exit.time.toMSecsSinceEpoch() > now - Recent;
                                    });
    if (ends > 0) {
        list.append({helperExitMark(snapshot.restarts.last().exit.reason),
                     ends == 1 ? QStringLiteral("The helper ended in the last 10 min")
                               : QStringLiteral("The helper ended %1 in the last 10 min")
                                     .arg(timesText(int(ends))),
                     QStringLiteral("%1, after %2")
                         .arg(causeText(snapshot.restarts.last().exit),
                              spanText(snapshot.restarts.last().exit.uptime)),
                     {Subject::Kind::Restarts, 0, {}}});
    }
    return list;
}

} // namespace Spawn
