// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/jsonmembers.h"
#include "monitoring/snapshotjson.h"

// Clusters, their sockets and workers, and how these ended.

namespace Spawn {

using namespace Qt::StringLiterals;
using Policy = Cluster::SchedulingPolicy;

template <class Visitor, class Socket>
static void visitSocket(Visitor v, Socket &s)
{
    v.text("address"_L1, s.address);
    v.word("policy"_L1, s.policy, Policy::RoundRobin);
    v.number("workers"_L1, s.workers);
    v.number("accepted"_L1, s.accepted);
}

template <class Visitor, class Worker>
static void visitClusterWorker(Visitor v, Worker &w)
{
    v.number("id"_L1, w.id);
    v.number("command"_L1, w.command);
    v.word("state"_L1, w.state, ClusterWorkerSnapshot::State::Starting);
    v.flag("successor"_L1, w.isSuccessor);
    v.number("connections"_L1, w.connections, qint64{-1});
    v.number("accepted"_L1, w.accepted);
    v.number("requests"_L1, w.requests);
}

template <class Visitor, class Snapshot>
static void visitCluster(Visitor v, Snapshot &c)
{
    v.number("number"_L1, c.number);
    v.text("name"_L1, c.name);
    v.text("program"_L1, c.program);
    v.word("policy"_L1, c.policy, Policy::RoundRobin);
    v.flag("respawn"_L1, c.respawn);
    v.flag("gaveUp"_L1, c.gaveUp);
    v.flag("reloading"_L1, c.reloading);
    v.number("wanted"_L1, c.wanted);
    v.number("nextStart"_L1, c.nextStart);
    v.number("startedCount"_L1, c.started);
    v.number("finishedCount"_L1, c.finished);
    v.number("endedAccepted"_L1, c.endedAccepted);
    v.number("endedRequests"_L1, c.endedRequests);
}

template <class Visitor, class End>
static void visitClusterEnd(Visitor v, End &e)
{
    v.number("number"_L1, e.number);
    v.number("cluster"_L1, e.cluster);
    v.number("id"_L1, e.id);
    v.number("command"_L1, e.command);
    v.number("pid"_L1, e.processId);
    v.number("time"_L1, e.time);
    v.duration("uptimeMilliseconds"_L1, e.uptime);
    v.word("reason"_L1, e.reason, ClusterWorkerEnd::Reason::Exited);
    v.number("exitCode"_L1, e.exitCode, -1);
    v.number("signal"_L1, e.signalNumber);
    v.number("connections"_L1, e.connections, qint64{-1});
    v.number("accepted"_L1, e.accepted);
    v.number("requests"_L1, e.requests);
    v.duration("backOffMilliseconds"_L1, e.backOff);
    v.text("text"_L1, e.text);
}

QJsonObject toJson(const ClusterSnapshot &cluster)
{
    QJsonObject object;
    visitCluster(MemberWriter(object), cluster);
    QJsonArray sockets;
    for (const ClusterSocketSnapshot &socket : cluster.sockets) {
        QJsonObject member;
        visitSocket(MemberWriter(member), socket);
        sockets.append(member);
    }
    object.insert("sockets"_L1, sockets);
    QJsonArray workers;
    for (const ClusterWorkerSnapshot &worker : cluster.workers) {
        QJsonObject member;
        visitClusterWorker(MemberWriter(member), worker);
        workers.append(member);
    }
    object.insert("workers"_L1, workers);
    return object;
}

QJsonObject toJson(const ClusterWorkerEnd &end)
{
    QJsonObject object;
    visitClusterEnd(MemberWriter(object), end);
    return object;
}

ClusterSnapshot clusterFromJson(const QJsonObject &object)
{
    ClusterSnapshot cluster;
    visitCluster(MemberReader(object), cluster);
    const QJsonArray sockets = object.value("sockets"_L1).toArray();
    for (const QJsonValue &value : sockets) {
        const QJsonObject socket = value.toObject();
        visitSocket(MemberReader(socket), cluster.sockets.emplace_back());
    }
    const QJsonArray workers = object.value("workers"_L1).toArray();
    for (const QJsonValue &value : workers) {
        const QJsonObject worker = value.toObject();
        visitClusterWorker(MemberReader(worker), cluster.workers.emplace_back());
    }
    return cluster;
}

ClusterWorkerEnd clusterEndFromJson(const QJsonObject &object)
{
    ClusterWorkerEnd end;
    visitClusterEnd(MemberReader(object), end);
    return end;
}

} // namespace Spawn
