// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/snapshotjson.h"

#include "monitoring/jsonmembers.h"

namespace Spawn {

using namespace Qt::StringLiterals;
using std::chrono::microseconds;
using std::chrono::milliseconds;

template <class Visitor, class Command>
static void visitCommand(Visitor v, Command &c)
{
    v.number("id"_L1, c.id);
    v.word("state"_L1, c.state, CommandReply::State::Queued);
    v.texts("argv"_L1, c.arguments);
    v.flag("secret"_L1, c.secret);
    v.flag("detached"_L1, c.detached);
    v.flag("worker"_L1, c.worker);
    v.text("label"_L1, c.label);
    v.text("directory"_L1, c.workingDirectory);
    v.number("priority"_L1, c.priority);
    v.number("pid"_L1, c.processId);
    v.number("submitted"_L1, c.submitted);
    v.number("started"_L1, c.started);
    v.number("finished"_L1, c.finished);
    v.duration("queuedMicroseconds"_L1, c.queued);
    v.duration("elapsedMicroseconds"_L1, c.elapsed);
    v.number("processorShare"_L1, c.processorShare, -1.0);
    v.number("residentMemory"_L1, c.residentMemory, qint64{-1});
    v.word("error"_L1, c.error, CommandResult::Error::NoError);
    v.word("stage"_L1, c.stage, CommandResult::Stage::None);
    v.number("exitCode"_L1, c.exitCode, -1);
    v.number("signal"_L1, c.signalNumber);
    v.flag("coreDumped"_L1, c.coreDumped);
    v.number("errno"_L1, c.systemError);
    v.number("attempts"_L1, c.attempts);
    v.duration("userMicroseconds"_L1, c.usage.userTime);
    v.duration("systemMicroseconds"_L1, c.usage.systemTime);
    v.number("peakMemory"_L1, c.usage.peakMemory);
    v.number("voluntarySwitches"_L1, c.usage.voluntaryContextSwitches);
    v.number("involuntarySwitches"_L1, c.usage.involuntaryContextSwitches);
    v.flag("outputTruncated"_L1, c.standardOutputTruncated);
    v.flag("errorTruncated"_L1, c.standardErrorTruncated);
    v.flag("outputHeldOpen"_L1, c.outputHeldOpen);
    v.text("text"_L1, c.text);
    v.bytes("outputTail"_L1, c.outputTail);
    v.bytes("errorTail"_L1, c.errorTail);
}

template <class Visitor, class Helper>
static void visitHelper(Visitor v, Helper &h)
{
    v.word("state"_L1, h.state, AsyncSpawner::State::NotRunning);
    v.number("pid"_L1, h.processId);
    v.number("started"_L1, h.started);
    v.text("version"_L1, h.version);
    v.number("residentMemory"_L1, h.residentMemory, qint64{-1});
    v.number("processorShare"_L1, h.processorShare, -1.0);
    v.number("descriptors"_L1, h.descriptors, -1);
    v.duration("roundTripMicroseconds"_L1, h.roundTrip, microseconds(-1));
    v.duration("startLatencyMedianMicroseconds"_L1, h.startLatencyMedian, microseconds(-1));
    v.duration("startLatencyP99Microseconds"_L1, h.startLatencyP99, microseconds(-1));
}

template <class Visitor, class Queue>
static void visitQueue(Visitor v, Queue &q)
{
    v.number("waiting"_L1, q.waiting);
    v.number("running"_L1, q.running);
    v.number("runningLimit"_L1, q.runningLimit);
    v.number("lengthLimit"_L1, q.lengthLimit);
    v.duration("oldestMilliseconds"_L1, q.oldest);
}

template <class Visitor, class Restart>
static void visitRestart(Visitor v, Restart &r)
{
    v.number("number"_L1, r.number);
    v.number("pid"_L1, r.exit.processId);
    v.duration("uptimeMilliseconds"_L1, r.exit.uptime);
    v.word("reason"_L1, r.exit.reason, HelperExit::Reason::Exited);
    v.number("exitCode"_L1, r.exit.exitCode, -1);
    v.number("signal"_L1, r.exit.signalNumber);
    v.number("carriedOver"_L1, r.exit.carriedOver);
    v.number("resent"_L1, r.exit.resent);
    v.duration("backOffMilliseconds"_L1, r.exit.backOff);
    v.text("text"_L1, r.exit.text);
    v.bytes("lastWords"_L1, r.lastWords);
}

template <class Visitor, class Line>
static void visitLog(Visitor v, Line &l)
{
    v.number("number"_L1, l.number);
    v.number("time"_L1, l.time);
    v.text("category"_L1, l.category);
    v.text("message"_L1, l.message);
    v.number("command"_L1, l.command);
}

template <class Visitor, class Failure>
static void visitFailure(Visitor v, Failure &f)
{
    v.word("kind"_L1, f.kind, SpawnerError::Kind::HelperNotFound);
    v.number("errno"_L1, f.systemError);
    v.text("text"_L1, f.text);
}

template <class Visitor, class Snapshot>
static void visitIdentity(Visitor v, Snapshot &s)
{
    v.text("application"_L1, s.application);
    v.number("pid"_L1, s.processId);
    v.text("user"_L1, s.user);
    v.text("version"_L1, s.libraryVersion);
    v.number("started"_L1, s.applicationStarted);
    v.flag("controlAllowed"_L1, s.controlAllowed);
    v.flag("outputShared"_L1, s.outputShared);
    v.number("time"_L1, s.time);
    v.number("dropped"_L1, s.dropped);
    v.duration("callerDelayMilliseconds"_L1, s.callerDelay, milliseconds(-1));
    v.number("startedCount"_L1, s.startedCount);
}

// ---- Writing -----------------------------------------------------------------------------------

QJsonObject toJson(const CommandSnapshot &command)
{
    QJsonObject object;
    visitCommand(MemberWriter(object), command);
    return object;
}

QJsonObject toJson(const HelperSnapshot &helper)
{
    QJsonObject object;
    visitHelper(MemberWriter(object), helper);
    return object;
}

QJsonObject toJson(const QueueSnapshot &queue)
{
    QJsonObject object;
    visitQueue(MemberWriter(object), queue);
    return object;
}

QJsonObject toJson(const RestartSnapshot &restart)
{
    QJsonObject object{{"time"_L1, restart.exit.time.toString(Qt::ISODateWithMs)}};
    visitRestart(MemberWriter(object), restart);
    return object;
}

static constexpr struct
{
    QtMsgType type;
    const char *name;
} levels[] = {{QtDebugMsg, "debug"},
              {QtInfoMsg, "info"},
              {QtWarningMsg, "warning"},
              {QtCriticalMsg, "critical"}};

QJsonObject toJson(const LogSnapshot &line)
{
    QJsonObject object;
    for (const auto &level : levels) {
        if (level.type == line.level)
            object.insert("level"_L1, QLatin1StringView(level.name));
    }
    visitLog(MemberWriter(object), line);
    return object;
}

QJsonObject toJson(const SpawnerError &failure)
{
    QJsonObject object;
    visitFailure(MemberWriter(object), failure);
    return object;
}

QJsonObject summaryToJson(const SpawnerSnapshot &snapshot)
{
    QJsonObject object;
    visitIdentity(MemberWriter(object), snapshot);
    QJsonObject outcomes;
    for (size_t i = 0; i < snapshot.outcomes.size(); ++i) {
        if (snapshot.outcomes[i] != 0)
            outcomes.insert(nameOf(static_cast<CommandResult::Error>(i)),
                            static_cast<double>(snapshot.outcomes[i]));
    }
    object.insert("outcomes"_L1, outcomes);
    object.insert("helper"_L1, toJson(snapshot.helper));
    object.insert("queue"_L1, toJson(snapshot.queue));
    if (!snapshot.failure.text.isEmpty())
        object.insert("failure"_L1, toJson(snapshot.failure));
    return object;
}

// ---- Reading -----------------------------------------------------------------------------------

CommandSnapshot commandFromJson(const QJsonObject &object)
{
    CommandSnapshot command;
    visitCommand(MemberReader(object), command);
    return command;
}

RestartSnapshot restartFromJson(const QJsonObject &object)
{
    RestartSnapshot restart;
    visitRestart(MemberReader(object), restart);
    restart.exit.time
        = QDateTime::fromString(object.value("time"_L1).toString(), Qt::ISODateWithMs);
    return restart;
}

LogSnapshot logFromJson(const QJsonObject &object)
{
    LogSnapshot line;
    visitLog(MemberReader(object), line);
    const QString name = object.value("level"_L1).toString();
    for (const auto &level : levels) {
        if (name == QLatin1StringView(level.name))
            line.level = level.type;
    }
    return line;
}

void readSummary(const QJsonObject &object, SpawnerSnapshot &snapshot)
{
    visitIdentity(MemberReader(object), snapshot);
    const QJsonObject outcomes = object.value("outcomes"_L1).toObject();
    for (size_t i = 0; i < snapshot.outcomes.size(); ++i)
        MemberReader(outcomes).number(
            QLatin1StringView(nameOf(static_cast<CommandResult::Error>(i)).toLatin1()),
            snapshot.outcomes[i]);
    const QJsonObject helper = object.value("helper"_L1).toObject();
    visitHelper(MemberReader(helper), snapshot.helper);
    const QJsonObject queue = object.value("queue"_L1).toObject();
    visitQueue(MemberReader(queue), snapshot.queue);
    const QJsonObject failure = object.value("failure"_L1).toObject();
    snapshot.failure = {};
    visitFailure(MemberReader(failure), snapshot.failure);
}

} // namespace Spawn
