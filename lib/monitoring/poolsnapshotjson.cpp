// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/jsonmembers.h"
#include "monitoring/snapshotjson.h"

// Pools and their workers.

namespace Spawn {

using namespace Qt::StringLiterals;

template <class Visitor, class Worker>
static void visitWorker(Visitor v, Worker &w)
{
    v.number("command"_L1, w.command);
    v.word("state"_L1, w.state, WorkerSnapshot::State::Running);
    v.number("outstanding"_L1, w.outstanding);
    v.number("handled"_L1, w.handled);
}

template <class Visitor, class Program>
static void visitProgram(Visitor v, Program &p)
{
    v.text("program"_L1, p.program);
    v.number("wanted"_L1, p.wanted);
    v.flag("gaveUp"_L1, p.gaveUp);
    v.number("nextStart"_L1, p.nextStart);
    v.number("queued"_L1, p.queued);
    v.number("sent"_L1, p.sent);
    v.number("received"_L1, p.received);
    v.number("redelivered"_L1, p.redelivered);
    v.number("dropped"_L1, p.dropped);
    v.number("startedCount"_L1, p.started);
    v.number("finishedCount"_L1, p.finished);
}

template <class Visitor, class Pool>
static void visitPool(Visitor v, Pool &p)
{
    v.number("number"_L1, p.number);
    v.text("name"_L1, p.name);
    v.flag("paused"_L1, p.paused);
}

template <class Visitor, class End>
static void visitEnd(Visitor v, End &e)
{
    v.number("number"_L1, e.number);
    v.number("pool"_L1, e.pool);
    v.text("program"_L1, e.program);
    v.number("command"_L1, e.command);
    v.number("pid"_L1, e.processId);
    v.number("time"_L1, e.time);
    v.duration("uptimeMilliseconds"_L1, e.uptime);
    v.word("reason"_L1, e.reason, WorkerEnd::Reason::Exited);
    v.number("exitCode"_L1, e.exitCode, -1);
    v.number("signal"_L1, e.signalNumber);
    v.number("handled"_L1, e.handled);
    v.number("sentAgain"_L1, e.sentAgain);
    v.number("dropped"_L1, e.dropped);
    v.duration("backOffMilliseconds"_L1, e.backOff);
    v.text("text"_L1, e.text);
}

static QJsonObject toJson(const WorkerSnapshot &worker)
{
    QJsonObject object;
    visitWorker(MemberWriter(object), worker);
    return object;
}

static QJsonObject toJson(const PoolProgramSnapshot &program)
{
    QJsonObject object;
    visitProgram(MemberWriter(object), program);
    QJsonArray workers;
    for (const WorkerSnapshot &worker : program.workers)
        workers.append(toJson(worker));
    object.insert("workers"_L1, workers);
    return object;
}

QJsonObject toJson(const PoolSnapshot &pool)
{
    QJsonObject object;
    visitPool(MemberWriter(object), pool);
    QJsonArray programs;
    for (const PoolProgramSnapshot &program : pool.programs)
        programs.append(toJson(program));
    object.insert("programs"_L1, programs);
    return object;
}

QJsonObject toJson(const WorkerEnd &end)
{
    QJsonObject object;
    visitEnd(MemberWriter(object), end);
    return object;
}

PoolSnapshot poolFromJson(const QJsonObject &object)
{
    PoolSnapshot pool;
    visitPool(MemberReader(object), pool);
    const QJsonArray programs = object.value("programs"_L1).toArray();
    for (const QJsonValue &value : programs) {
        const QJsonObject from = value.toObject();
        PoolProgramSnapshot &program = pool.programs.emplace_back();
        visitProgram(MemberReader(from), program);
        const QJsonArray workers = from.value("workers"_L1).toArray();
        for (const QJsonValue &member : workers) {
            const QJsonObject worker = member.toObject();
            visitWorker(MemberReader(worker), program.workers.emplace_back());
        }
    }
    return pool;
}

WorkerEnd workerEndFromJson(const QJsonObject &object)
{
    WorkerEnd end;
    visitEnd(MemberReader(object), end);
    return end;
}

} // namespace Spawn
