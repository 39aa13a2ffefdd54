// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/jobsnapshotjson.h"

#include "monitoring/jsonmembers.h"
#include "monitoring/numberedlist.h"

// Runners, their jobs and how these ended.

namespace Spawn {

using namespace Qt::StringLiterals;

static constexpr qsizetype MostPowers = 64; // a later version may measure longer than we do

template <class Visitor, class Summary>
static void visitSummary(Visitor v, Summary &s)
{
    v.number("count"_L1, s.count);
    v.duration("p50Microseconds"_L1, s.p50);
    v.duration("p90Microseconds"_L1, s.p90);
    v.duration("p99Microseconds"_L1, s.p99);
    v.duration("maximumMicroseconds"_L1, s.maximum);
    v.numbers("powersOfTwo"_L1, s.powersOfTwo);
}

template <class Visitor, class Script>
static void visitScript(Visitor v, Script &s)
{
    v.text("script"_L1, s.script);
    v.number("queued"_L1, s.queued);
    v.number("running"_L1, s.running);
    v.number("succeeded"_L1, s.succeeded);
    v.number("failed"_L1, s.failed);
    v.number("retried"_L1, s.retried);
}

template <class Visitor, class Worker>
static void visitJobWorker(Visitor v, Worker &w)
{
    v.number("command"_L1, w.command);
    v.text("script"_L1, w.script);
    v.word("state"_L1, w.state, JobWorkerSnapshot::State::Starting);
    v.number("job"_L1, w.job);
    v.number("uses"_L1, w.uses);
}

template <class Visitor, class Snapshot>
static void visitJob(Visitor v, Snapshot &j)
{
    v.number("id"_L1, j.id);
    v.text("script"_L1, j.script);
    v.word("state"_L1, j.state, JobSnapshot::State::Queued);
    v.number("priority"_L1, j.priority);
    v.number("attempts"_L1, j.attempts);
    v.number("command"_L1, j.command);
    v.number("asked"_L1, j.asked);
    v.number("begun"_L1, j.begun);
    v.value("payload"_L1, j.payload.value);
    v.number("payloadSize"_L1, j.payload.size);
    v.value("progress"_L1, j.progress.value);
    v.number("progressSize"_L1, j.progress.size);
}

template <class Visitor, class Runner>
static void visitRunner(Visitor v, Runner &r)
{
    v.number("number"_L1, r.number);
    v.text("name"_L1, r.name);
    v.number("maxWorkerCount"_L1, r.maxWorkerCount);
    v.number("maxProcessCount"_L1, r.maxProcessCount);
    v.flag("closing"_L1, r.closing);
    v.number("queued"_L1, r.queued);
    v.number("running"_L1, r.running);
    v.number("protocolFaults"_L1, r.protocolFaults);
}

template <class Visitor, class End>
static void visitJobEnd(Visitor v, End &e)
{
    v.number("number"_L1, e.number);
    v.number("runner"_L1, e.runner);
    v.number("job"_L1, e.job);
    v.text("script"_L1, e.script);
    v.number("time"_L1, e.time);
    v.word("error"_L1, e.error, JobResult::Error::NoError);
    v.text("text"_L1, e.text);
    v.number("exitCode"_L1, e.exitCode, -1);
    v.number("signal"_L1, e.signalNumber);
    v.number("pid"_L1, e.processId);
    v.number("attempts"_L1, e.attempts);
    v.duration("queuedMicroseconds"_L1, e.queued);
    v.duration("elapsedMicroseconds"_L1, e.elapsed);
    v.value("payload"_L1, e.payload.value);
    v.number("payloadSize"_L1, e.payload.size);
    v.value("value"_L1, e.value.value);
    v.number("valueSize"_L1, e.value.size);
}

// ---- Writing -----------------------------------------------------------------------------------

static void insert(QJsonObject &into, QLatin1StringView name, const DurationSummary &summary)
{
    QJsonObject object;
    visitSummary(MemberWriter(object), summary);
    if (!object.isEmpty())
        into.insert(name, object);
}

static QJsonObject toJson(const JobScriptSnapshot &script)
{
    QJsonObject object;
    visitScript(MemberWriter(object), script);
    insert(object, "wait"_L1, script.wait);
    insert(object, "run"_L1, script.run);
    return object;
}

static QJsonObject toJson(const JobWorkerSnapshot &worker)
{
    QJsonObject object;
    visitJobWorker(MemberWriter(object), worker);
    return object;
}

static QJsonObject toJson(const JobSnapshot &job)
{
    QJsonObject object;
    visitJob(MemberWriter(object), job);
    return object;
}

static QJsonObject toJson(const JobRunnerSnapshot &runner, const JobRunnerChanges &changes)
{
    QJsonObject object;
    visitRunner(MemberWriter(object), runner);
    QJsonArray scripts;
    for (const JobScriptSnapshot &script : runner.scripts) {
        const bool told = !changes.isNew && !changes.scripts.contains(script.script);
        scripts.append(told ? QJsonValue(script.script) : toJson(script));
    }
    object.insert("scripts"_L1, scripts);
    object.insert("workers"_L1, [&runner] {
        QJsonArray workers;
        for (const JobWorkerSnapshot &worker : runner.workers)
            workers.append(toJson(worker));
        return workers;
    }());
    QJsonArray jobs;
    for (const JobSnapshot &job : runner.jobs) {
        const bool told = !changes.isNew && !changes.jobs.contains(job.id);
        jobs.append(told ? QJsonValue(static_cast<double>(job.id)) : toJson(job));
    }
    object.insert("jobs"_L1, jobs);
    return object;
}

QJsonObject toJson(const JobRunnerSnapshot &runner)
{
    return toJson(runner, {true, {}, {}});
}

QJsonArray jobRunnerChangesToJson(const QList<JobRunnerSnapshot> &runners,
                                  const QHash<quint64, JobRunnerChanges> &changes)
{
    QJsonArray array;
    for (const JobRunnerSnapshot &runner : runners) {
        const auto changed = changes.constFind(runner.number);
        array.append(changed == changes.cend() ? QJsonValue(static_cast<double>(runner.number))
                                               : toJson(runner, *changed));
    }
    return array;
}

QJsonObject toJson(const JobEnd &end)
{
    QJsonObject object;
    visitJobEnd(MemberWriter(object), end);
    return object;
}

// ---- Reading -----------------------------------------------------------------------------------

static DurationSummary summaryFromJson(const QJsonObject &object)
{
    DurationSummary summary;
    visitSummary(MemberReader(object), summary);
    summary.powersOfTwo.resize(std::min(summary.powersOfTwo.size(), MostPowers));
    return summary;
}

static JobScriptSnapshot scriptFromJson(const QJsonObject &object)
{
    JobScriptSnapshot script;
    visitScript(MemberReader(object), script);
    script.wait = summaryFromJson(object.value("wait"_L1).toObject());
    script.run = summaryFromJson(object.value("run"_L1).toObject());
    return script;
}

static JobSnapshot jobFromJson(const QJsonObject &object)
{
    JobSnapshot job;
    visitJob(MemberReader(object), job);
    return job;
}

static JobRunnerSnapshot runnerFromJson(const QJsonObject &object, const JobRunnerSnapshot &before)
{
    JobRunnerSnapshot runner;
    visitRunner(MemberReader(object), runner);
    QHash<QString, const JobScriptSnapshot *> knownScripts;
    for (const JobScriptSnapshot &script : before.scripts)
        knownScripts.insert(script.script, &script);
    const QJsonArray scripts = object.value("scripts"_L1).toArray();
    for (const QJsonValue &value : scripts) {
        if (value.isObject())
            runner.scripts.append(scriptFromJson(value.toObject()));
        else if (const auto *const known = knownScripts.value(value.toString()))
            runner.scripts.append(*known);
    }
    const QJsonArray workers = object.value("workers"_L1).toArray();
    for (const QJsonValue &value : workers) {
        const QJsonObject worker = value.toObject();
        visitJobWorker(MemberReader(worker), runner.workers.emplace_back());
    }
    QHash<quint64, const JobSnapshot *> knownJobs;
    for (const JobSnapshot &job : before.jobs)
        knownJobs.insert(job.id, &job);
    const QJsonArray jobs = object.value("jobs"_L1).toArray();
    for (const QJsonValue &value : jobs) {
        if (value.isObject())
            runner.jobs.append(jobFromJson(value.toObject()));
        else if (const auto *const known = knownJobs.value(exactNumber(value)))
            runner.jobs.append(*known);
    }
    return runner;
}

JobRunnerSnapshot jobRunnerFromJson(const QJsonObject &object)
{
    return runnerFromJson(object, {});
}

QList<JobRunnerSnapshot> jobRunnersFromJson(const QJsonArray &array,
                                            const QList<JobRunnerSnapshot> &before)
{
    QList<JobRunnerSnapshot> runners;
    for (const QJsonValue &value : array) {
        const QJsonObject object = value.toObject();
        const quint64 number = exactNumber(value.isObject() ? object.value("number"_L1) : value);
        const JobRunnerSnapshot *const known = findNumber(before, number);
        if (value.isObject())
            runners.append(runnerFromJson(object, known ? *known : JobRunnerSnapshot()));
        else if (known)
            runners.append(*known);
    }
    return runners;
}

JobEnd jobEndFromJson(const QJsonObject &object)
{
    JobEnd end;
    visitJobEnd(MemberReader(object), end);
    return end;
}

} // namespace Spawn
