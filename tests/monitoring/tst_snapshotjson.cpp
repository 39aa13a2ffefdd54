// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/jobsnapshotjson.h"
#include "monitoring/snapshotjson.h"

#include <QtCore/QJsonDocument>
#include <QtTest/QTest>

#include <cerrno>
#include <csignal>

using namespace Qt::StringLiterals;
using namespace Spawn;
using std::chrono::microseconds;
using std::chrono::milliseconds;

// What is written is what is read; what nobody wrote is what a snapshot has at first.
class SnapshotJsonTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void commandThatEnded();
    void commandThatWaits();
    void restart();
    void logLine();
    void pool();
    void workerEnd();
    void cluster();
    void clusterEnd();
    void jobRunner();
    void changesOfJobRunners();
    void changesOfUnknownJobRunners();
    void jobEnd();
    void summary();
    void numbersThatDoNotFit_data();
    void numbersThatDoNotFit();
    void membersOfAnotherKind();
};

static QJsonObject throughText(const QJsonObject &object)
{
    return QJsonDocument::fromJson(QJsonDocument(object).toJson()).object();
}

void SnapshotJsonTest::commandThatEnded()
{
    CommandSnapshot command;
    command.id = (quint64{1} << 53) - 1;
    command.state = CommandReply::State::Finished;
    command.arguments = {u"convert"_s, u"big \"one\".tif"_s, QString(), u"é\u0001"_s};
    command.label = u"thumb"_s;
    command.workingDirectory = u"/tmp"_s;
    command.priority = -7;
    command.detached = true;
    command.worker = true;
    command.processId = 4242;
    command.submitted = 1795329412335;
    command.started = 1795329412336;
    command.finished = 1795329412400;
    command.queued = microseconds(1234);
    command.elapsed = microseconds(64000);
    command.error = CommandResult::Error::Crashed;
    command.stage = CommandResult::Stage::Exec;
    command.exitCode = 0;
    command.signalNumber = SIGSEGV;
    command.coreDumped = true;
    command.systemError = ENOENT;
    command.attempts = 2;
    command.usage = {microseconds(1), microseconds(2), 3, 4, 5};
    command.standardOutputTruncated = true;
    command.outputHeldOpen = true;
    command.text = u"child was killed"_s;
    command.outputTail = QByteArray("\0\xff\n", 3);
    command.errorTail = "oops";
    const CommandSnapshot read = commandFromJson(throughText(toJson(command)));
    QCOMPARE(read.id, command.id);
    QCOMPARE(read.state, command.state);
    QCOMPARE(read.arguments, command.arguments);
    QCOMPARE(read.label, command.label);
    QCOMPARE(read.workingDirectory, command.workingDirectory);
    QCOMPARE(read.priority, command.priority);
    QVERIFY(read.detached && read.worker && !read.secret);
    QCOMPARE(read.processId, command.processId);
    QCOMPARE(read.submitted, command.submitted);
    QCOMPARE(read.started, command.started);
    QCOMPARE(read.finished, command.finished);
    QVERIFY(read.queued == command.queued && read.elapsed == command.elapsed);
    QCOMPARE(read.error, command.error);
    QCOMPARE(read.stage, command.stage);
    QCOMPARE(read.exitCode, 0);
    QCOMPARE(read.signalNumber, SIGSEGV);
    QVERIFY(read.coreDumped && read.standardOutputTruncated && read.outputHeldOpen);
    QVERIFY(!read.standardErrorTruncated);
    QCOMPARE(read.systemError, ENOENT);
    QCOMPARE(read.attempts, 2);
    QVERIFY(read.usage.userTime == microseconds(1) && read.usage.systemTime == microseconds(2));
    QCOMPARE(read.usage.peakMemory, 3);
    QCOMPARE(read.usage.voluntaryContextSwitches, 4);
    QCOMPARE(read.usage.involuntaryContextSwitches, 5);
    QCOMPARE(read.text, command.text);
    QCOMPARE(read.outputTail, command.outputTail);
    QCOMPARE(read.errorTail, command.errorTail);
}

// Ten thousand of them are sent at once.
void SnapshotJsonTest::commandThatWaits()
{
    CommandSnapshot command;
    command.id = 7;
    command.arguments = {u"true"_s};
    command.submitted = 1795329412335;
    const QJsonObject object = toJson(command);
    QCOMPARE(object.keys(), (QStringList{u"argv"_s, u"id"_s, u"submitted"_s}));
    const CommandSnapshot read = commandFromJson(object);
    QCOMPARE(read.exitCode, -1);
    QCOMPARE(read.processorShare, -1.0);
    QCOMPARE(read.residentMemory, -1);
    QCOMPARE(read.state, CommandReply::State::Queued);
}

void SnapshotJsonTest::restart()
{
    RestartSnapshot restart;
    restart.number = 3;
    restart.exit.processId = 99;
    restart.exit.time = QDateTime::fromMSecsSinceEpoch(1795329412335, Qt::UTC);
    restart.exit.uptime = milliseconds(5000);
    restart.exit.reason = HelperExit::Reason::Unresponsive;
    restart.exit.signalNumber = SIGKILL;
    restart.exit.carriedOver = 4;
    restart.exit.resent = 12;
    restart.exit.backOff = milliseconds(50);
    restart.exit.text = u"text"_s;
    restart.lastWords = "words";
    const RestartSnapshot read = restartFromJson(throughText(toJson(restart)));
    QCOMPARE(read.number, 3);
    QCOMPARE(read.exit.processId, 99);
    QCOMPARE(read.exit.time, restart.exit.time);
    QVERIFY(read.exit.uptime == restart.exit.uptime && read.exit.backOff == restart.exit.backOff);
    QCOMPARE(read.exit.reason, HelperExit::Reason::Unresponsive);
    QCOMPARE(read.exit.signalNumber, SIGKILL);
    QCOMPARE(read.exit.carriedOver, 4);
    QCOMPARE(read.exit.resent, 12);
    QCOMPARE(read.exit.text, u"text"_s);
    QCOMPARE(read.lastWords, "words");
}

void SnapshotJsonTest::logLine()
{
    for (const QtMsgType level : {QtDebugMsg, QtInfoMsg, QtWarningMsg, QtCriticalMsg}) {
        const LogSnapshot line{5, 1795329412335, level, u"spawn.helper"_s, u"message"_s, 9};
        const LogSnapshot read = logFromJson(throughText(toJson(line)));
        QCOMPARE(read.number, line.number);
        QCOMPARE(read.time, line.time);
        QCOMPARE(read.level, level);
        QCOMPARE(read.category, line.category);
        QCOMPARE(read.message, line.message);
        QCOMPARE(read.command, line.command);
    }
}

void SnapshotJsonTest::pool()
{
    PoolSnapshot pool;
    pool.number = 2;
    pool.name = u"thumb"_s;
    pool.paused = true;
    PoolProgramSnapshot program;
    program.program = u"/usr/lib/resize.js"_s;
    program.wanted = 3;
    program.gaveUp = true;
    program.nextStart = 1795329412335;
    program.queued = 4;
    program.sent = 5;
    program.received = 6;
    program.redelivered = 7;
    program.dropped = 8;
    program.started = 9;
    program.finished = 10;
    using State = WorkerSnapshot::State;
    for (const State state :
         {State::Starting, State::Running, State::Blocked, State::Paused, State::Leaving})
        program.workers.append({quint64(state) + 20, state, 11, 12});
    pool.programs = {program, {}};
    QVERIFY(poolFromJson(throughText(toJson(pool))) == pool);
    QVERIFY(poolFromJson({}) == PoolSnapshot());
}

void SnapshotJsonTest::workerEnd()
{
    WorkerEnd end;
    end.number = 1;
    end.pool = 2;
    end.program = u"resize.js"_s;
    end.command = 3;
    end.processId = 4;
    end.time = 1795329412335;
    end.uptime = milliseconds(5);
    end.reason = WorkerEnd::Reason::PausedForTooLong;
    end.exitCode = 0;
    end.signalNumber = SIGTERM;
    end.handled = 6;
    end.sentAgain = 7;
    end.dropped = 8;
    end.backOff = milliseconds(9);
    end.text = u"ended by SIGTERM"_s;
    QVERIFY(workerEndFromJson(throughText(toJson(end))) == end);
    QVERIFY(workerEndFromJson({}) == WorkerEnd());
}

void SnapshotJsonTest::cluster()
{
    using Policy = Cluster::SchedulingPolicy;
    ClusterSnapshot cluster;
    cluster.number = 2;
    cluster.name = u"web"_s;
    cluster.program = u"/usr/bin/server"_s;
    cluster.policy = Policy::LeastConnections;
    cluster.respawn = true;
    cluster.gaveUp = true;
    cluster.reloading = true;
    cluster.wanted = 3;
    cluster.nextStart = 1795329412335;
    cluster.started = 4;
    cluster.finished = 5;
    cluster.endedAccepted = 11;
    cluster.endedRequests = 12;
    cluster.sockets = {{u"0.0.0.0:8000"_s, Policy::Shared, 6, 7}, {}};
    using State = ClusterWorkerSnapshot::State;
    for (const State state : {State::Starting, State::Online, State::Listening, State::Leaving})
        cluster.workers.append({int(state) + 1, quint64(state) + 20, state, true, 8, 9, 10});
    cluster.workers.append(ClusterWorkerSnapshot());
    QVERIFY(clusterFromJson(throughText(toJson(cluster))) == cluster);
    QVERIFY(clusterFromJson({}) == ClusterSnapshot());
    const QJsonObject strange{
        {u"policy"_s, u"Fair"_s},
        {u"wanted"_s, 1e300},
        {u"sockets"_s, u"none"_s},
        {u"workers"_s, QJsonArray{QJsonObject{{u"accepted"_s, -1}, {u"connections"_s, u"4"_s}}}}};
    ClusterSnapshot read;
    read.workers.append(ClusterWorkerSnapshot());
    QVERIFY(clusterFromJson(strange) == read);
}

void SnapshotJsonTest::clusterEnd()
{
    ClusterWorkerEnd end;
    end.number = 1;
    end.cluster = 2;
    end.id = 3;
    end.command = 4;
    end.processId = 5;
    end.time = 1795329412335;
    end.uptime = milliseconds(6);
    end.reason = ClusterWorkerEnd::Reason::RolledBack;
    end.exitCode = 0;
    end.signalNumber = SIGTERM;
    end.connections = 0;
    end.accepted = 7;
    end.requests = 8;
    end.backOff = milliseconds(9);
    end.text = u"ended by SIGTERM"_s;
    QVERIFY(clusterEndFromJson(throughText(toJson(end))) == end);
    QVERIFY(clusterEndFromJson({}) == ClusterWorkerEnd());
}

static JobRunnerSnapshot someRunner(quint64 number)
{
    JobRunnerSnapshot runner;
    runner.number = number;
    runner.name = u"thumb"_s;
    runner.maxWorkerCount = 2;
    runner.maxProcessCount = 4;
    runner.closing = true;
    runner.queued = 5;
    runner.running = 6;
    runner.protocolFaults = 7;
    JobScriptSnapshot script;
    script.script = u"resize.js"_s;
    script.queued = 1;
    script.running = 2;
    script.succeeded = 3;
    script.failed = 4;
    script.retried = 5;
    script.wait = {6, microseconds(7), microseconds(8), microseconds(9), microseconds(10), {1, 5}};
    script.run.powersOfTwo = {0, 0, 1};
    runner.scripts = {JobScriptSnapshot(), script}; // those after the first hundred have no name
    using Worker = JobWorkerSnapshot::State;
    for (const Worker state : {Worker::Starting, Worker::Busy, Worker::Idle, Worker::Leaving})
        runner.workers.append({quint64(state) + 20, u"/lib/resize.js"_s, state, 11, 12});
    using State = JobSnapshot::State;
    for (const State state : {State::Queued, State::Resting, State::Running}) {
        JobSnapshot job;
        job.id = quint64(state) + 30;
        job.script = script.script;
        job.state = state;
        job.priority = -1;
        job.attempts = 2;
        job.command = 3;
        job.asked = 1795329412335;
        job.begun = 1795329412336;
        job.payload = {QJsonObject{{u"a"_s, QJsonArray{1, QJsonValue::Null}}}, 0};
        job.progress = {u"so f"_s, 99};
        runner.jobs.append(job);
    }
    runner.jobs.last().payload = {QJsonValue::Null, 0};
    runner.jobs.last().progress = {};
    return runner;
}

void SnapshotJsonTest::jobRunner()
{
    const JobRunnerSnapshot runner = someRunner(2);
    QVERIFY(jobRunnerFromJson(throughText(toJson(runner))) == runner);
    QVERIFY(jobRunnerFromJson({}) == JobRunnerSnapshot());
    // A histogram of the end of the world.
    QJsonArray powers;
    for (int i = 0; i < 1000; ++i)
        powers.append(-1e300);
    const QJsonObject hostile{
        {u"scripts"_s,
         QJsonArray{QJsonObject{{u"run"_s, QJsonObject{{u"powersOfTwo"_s, powers}}}}}}};
    QCOMPARE(jobRunnerFromJson(hostile).scripts.value(0).run.powersOfTwo, QList<quint64>(64, 0));
}

static QJsonArray changesThroughText(const QList<JobRunnerSnapshot> &before,
                                     const QList<JobRunnerSnapshot> &now)
{
    QHash<quint64, JobRunnerChanges> changes;
    for (const JobRunnerSnapshot &runner : now) {
        JobRunnerChanges changed;
        changed.isNew = true;
        for (const JobRunnerSnapshot &known : before) {
            if (known.number != runner.number)
                continue;
            changed.isNew = false;
            changed.add(known, runner);
        }
        if (changed.isNew || !before.contains(runner))
            changes.insert(runner.number, changed);
    }
    return throughText({{u"runners"_s, jobRunnerChangesToJson(now, changes)}})[u"runners"_s]
        .toArray();
}

void SnapshotJsonTest::changesOfJobRunners()
{
    QList<JobRunnerSnapshot> before{someRunner(1), someRunner(2), someRunner(3)};
    QList<JobRunnerSnapshot> now = before;
    now.removeFirst();
    JobRunnerSnapshot &changed = now[1];
    changed.scripts[1].succeeded = 77;
    changed.jobs[0].progress = {5, 0};
    changed.jobs.removeAt(1);
    changed.jobs.move(0, 1);
    changed.jobs.append(someRunner(9).jobs.last());
    changed.jobs.last().id = 99;
    now.append(someRunner(4));
    const QJsonArray changes = changesThroughText(before, now);
    QVERIFY(jobRunnersFromJson(changes, before) == now);
    // What is as it was is only named.
    QCOMPARE(changes[0], QJsonValue(2));
    QCOMPARE(changes[1][u"scripts"_s][0], QJsonValue(QString()));
    QCOMPARE(changes[1][u"jobs"_s][0], QJsonValue(32));
    QVERIFY(changes[1][u"jobs"_s][1].isObject());
    // To one who has them already, as to one who has just attached.
    QVERIFY(jobRunnersFromJson(changes, now) == now);
}

void SnapshotJsonTest::changesOfUnknownJobRunners()
{
    const QJsonObject odd{{u"number"_s, 1},
                          {u"scripts"_s, QJsonArray{u"no.js"_s, 7, QJsonValue::Null}},
                          {u"jobs"_s, QJsonArray{30, -1, 1e300, u"30"_s, QJsonArray()}}};
    const QJsonArray changes{7, -5, u"1"_s, odd};
    const QList<JobRunnerSnapshot> read = jobRunnersFromJson(changes, {someRunner(3)});
    QCOMPARE(read.size(), 1);
    QVERIFY(read[0].scripts.isEmpty() && read[0].jobs.isEmpty());
}

void SnapshotJsonTest::jobEnd()
{
    JobEnd end;
    end.number = 1;
    end.runner = 2;
    end.job = 3;
    end.script = u"resize.js"_s;
    end.time = 1795329412335;
    end.error = JobResult::Error::WorkerDied;
    end.text = u"worker died: 7 / null"_s;
    end.exitCode = 0;
    end.signalNumber = SIGTERM;
    end.processId = 4;
    end.attempts = 5;
    end.queued = microseconds(6);
    end.elapsed = microseconds(7);
    end.payload = {u"[[[["_s, 99'999};
    end.value = {false, 0};
    QVERIFY(jobEndFromJson(throughText(toJson(end))) == end);
    QVERIFY(jobEndFromJson({}) == JobEnd());
}

void SnapshotJsonTest::summary()
{
    SpawnerSnapshot snapshot;
    snapshot.application = u"photoindexer"_s;
    snapshot.processId = 4182;
    snapshot.user = u"anna"_s;
    snapshot.libraryVersion = u"1.4.0"_s;
    snapshot.controlAllowed = true;
    snapshot.callerDelay = milliseconds(3);
    snapshot.startedCount = 77;
    snapshot.outcomes[size_t(CommandResult::Error::TimedOut)] = 2;
    snapshot.helper.state = AsyncSpawner::State::Failed;
    snapshot.helper.processId = 4190;
    snapshot.helper.processorShare = 0.25;
    snapshot.helper.roundTrip = microseconds(210);
    snapshot.queue = {37, 4, 4, 500, milliseconds(2400)};
    snapshot.failure = {SpawnerError::Kind::GaveUp, EPIPE, u"It ended too often."_s};
    SpawnerSnapshot read;
    read.outcomes[0] = 5; // what is no more is not kept
    readSummary(throughText(summaryToJson(snapshot)), read);
    QCOMPARE(read.application, snapshot.application);
    QCOMPARE(read.processId, snapshot.processId);
    QCOMPARE(read.user, snapshot.user);
    QVERIFY(read.controlAllowed && !read.outputShared);
    QVERIFY(read.callerDelay == snapshot.callerDelay);
    QCOMPARE(read.startedCount, 77);
    QCOMPARE(read.outcomes, snapshot.outcomes);
    QCOMPARE(read.helper.state, AsyncSpawner::State::Failed);
    QCOMPARE(read.helper.processId, 4190);
    QCOMPARE(read.helper.processorShare, 0.25);
    QVERIFY(read.helper.roundTrip == microseconds(210));
    QVERIFY(read.helper.startLatencyP99 == microseconds(-1));
    QCOMPARE(read.queue.waiting, 37);
    QCOMPARE(read.queue.runningLimit, 4);
    QCOMPARE(read.queue.lengthLimit, 500);
    QVERIFY(read.queue.oldest == milliseconds(2400));
    QCOMPARE(read.failure.kind, SpawnerError::Kind::GaveUp);
    QCOMPARE(read.failure.text, snapshot.failure.text);
}

void SnapshotJsonTest::numbersThatDoNotFit_data()
{
    QTest::addColumn<double>("number");
    QTest::newRow("negative") << -5.0;
    QTest::newRow("huge") << 1e300;
    QTest::newRow("hugely negative") << -1e300;
    QTest::newRow("beyond what a double counts") << 9.1e15;
}

void SnapshotJsonTest::numbersThatDoNotFit()
{
    QFETCH(double, number);
    const CommandSnapshot command = commandFromJson(
        {{u"id"_s, number}, {u"exitCode"_s, number * 1e12}, {u"queuedMicroseconds"_s, 1e300}});
    QCOMPARE(command.id, 0);
    QCOMPARE(command.exitCode, -1);
    QVERIFY(command.queued == microseconds(0));
}

void SnapshotJsonTest::membersOfAnotherKind()
{
    const CommandSnapshot command = commandFromJson({{u"id"_s, u"seven"_s},
                                                     {u"argv"_s, 7},
                                                     {u"state"_s, u"Dancing"_s},
                                                     {u"label"_s, QJsonObject()},
                                                     {u"outputTail"_s, u"not base64: \u00e9"_s},
                                                     {u"error"_s, QJsonArray()}});
    QCOMPARE(command.id, 0);
    QVERIFY(command.arguments.isEmpty());
    QCOMPARE(command.state, CommandReply::State::Queued);
    QCOMPARE(command.error, CommandResult::Error::NoError);
    QVERIFY(command.label.isEmpty());
}

QTEST_GUILESS_MAIN(SnapshotJsonTest)
#include "tst_snapshotjson.moc"
