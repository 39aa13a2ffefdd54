// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <jobs/joboptions.h>
#include <jobs/jobreply.h>
#include <jobs/jobresult.h>
#include <spawner/asyncspawner.h>

#include <QtCore/QJsonObject>
#include <QtCore/QJsonValue>
#include <QtCore/QObject>
#include <QtCore/QString>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace Spawn {

class JobRunnerPrivate;

// Runs jobs in worker processes: npm qworker. A job is a script and a payload, a value of JSON, and
// ends with another one.
//
//   Spawn::JobRunner runner(&spawner);
//   runner.run("resize.js", "picture.png", this,
//              [](const Spawn::JobResult &result) { qInfo() << result.value << result.text; });
//
// A script is found by its absolute path or in the script directory, with its suffix or without,
// and is one of these:
// - name.js, name.mjs, name.cjs: a module "module.exports = function (payload, callback) {…}", run by
// node where that is installed, else by asyncspawner-jobhost
// - name.so: a JobPlugin, run by asyncspawner-jobhost
// - a program that calls JobHost::main(), or speaks job-protocol.md in any language
// - the name of a function that this program has given to JobHost::handle(): it runs in another
// process of this program; a name with a slash is never a function
//
// Jobs wait in one queue and are started in its order, at most maxWorkerCount at a time. A worker
// runs one job at a time, is used for maxUseCount jobs of the same script, and then ended. A job of
// which it is certain that it has not begun goes to another worker when its own has ended.
//
// When all workers are busy, and those of a script have taken less than a millisecond for their
// jobs, they are told some beforehand, which makes them several times as fast. One that takes longer
// then gives them back after 5 ms if its host listens while it runs a job: a function that computes
// all the time does not, and those behind it wait for its end.
//
// Belongs to the spawner's thread, as its workers do. Deleting it kills them; jobs that have not
// ended end as Closed, without a signal. All signals come from the event loop.
class ASYNCSPAWNER_EXPORT JobRunner final : public QObject
{
    Q_OBJECT
public:
    enum class CloseMode {
        Abort, // jobs end as Closed, their workers with them
        Drain, // jobs that were asked for are run first
    };
    Q_ENUM(CloseMode)

    explicit JobRunner(AsyncSpawner *spawner, const JobOptions &options = {},
                       QObject *parent = nullptr);
    ~JobRunner() override;

    // Never null; every failure arrives through the reply.
    JobReply *run(const QString &script, const QJsonValue &payload = {},
                  const JobOptions &options = {});
    // done(const JobResult &)
    template <class F>
    JobReply *run(const QString &script, const QJsonValue &payload, const QObject *context,
                  F &&done)
    {
        return run(script, payload, JobOptions(), context, std::forward<F>(done));
    }
    template <class F>
    JobReply *run(const QString &script, const QJsonValue &payload, const JobOptions &options,
                  const QObject *context, F &&done)
    {
        JobReply *const reply = run(script, payload, options);
        QObject::connect(reply, &JobReply::finished, context, std::forward<F>(done));
        return reply;
    }

    // Another runner with these options over its own, and the same queue, workers and limits. It
    // may outlive this one.
    JobRunner *defaults(const JobOptions &options, QObject *parent = nullptr);
    JobOptions options() const;

    // For good, and for all that share the queue; what is asked for from now on ends as Closed.
    // Workers have the exitTimeout to end, of this call or of their jobs, and are killed then.
    // Abort may follow Drain.
    void close(CloseMode mode = CloseMode::Abort,
               std::optional<std::chrono::milliseconds> exitTimeout = {});

    // Workers of the script, or of all scripts, are ended when they are idle, so that the next jobs
    // run what the files hold now.
    void reload(const QString &script = {});
    // Ends the workers that are idle.
    void purge();

    int maxWorkerCount() const; // that run jobs; 2
    void setMaxWorkerCount(int count);
    // Live processes, idle ones and those on their way out included; 0: twice maxWorkerCount. When
    // another script needs one, the idle worker goes that has not been used for longest.
    int maxProcessCount() const;
    void setMaxProcessCount(int count);

    int queuedCount() const; // those that wait to be tried again included
    int runningCount() const;
    int processCount() const; // of live workers
    int
    protocolFaultCount() const; // answers to no job, or to one that had ended; they were dropped

Q_SIGNALS:
    void jobFinished(Spawn::JobReply *reply);
    // Of each worker, once.
    void workerStarted(qint64 processId, const QString &script);
    void workerFinished(qint64 processId, int exitCode, int signalNumber); // -1, 0 as in JobResult
    // What is no job's result: a worker that was not to be started, an option that was refused.
    void errorOccurred(const QString &text);
    // Each step, for a log: "event", and what belongs to it.
    void trace(const QJsonObject &step);
    void closed(); // no job and no process is left

private:
    friend class JobRunnerPrivate;
    friend class JobScheduler;
    JobRunner(std::unique_ptr<JobRunnerPrivate> d, QObject *parent);

    std::unique_ptr<JobRunnerPrivate> d;
};

} // namespace Spawn
