// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <cluster/cluster.h>
#include <spawner/export.h>

#include <QtCore/QList>
#include <QtCore/QObject>
#include <QtCore/QString>

#include <chrono>

namespace Spawn {

// A Cluster at one moment, as another process sees it. Values only; moments are milliseconds since
// the epoch, UTC. A worker's memory and its times are with its command (SpawnerSnapshot::commands).

struct ASYNCSPAWNER_EXPORT ClusterWorkerSnapshot
{
    Q_GADGET
public:
    enum class State {
        Starting,
        Online, // its program runs, and listens nowhere yet
        Listening,
        Leaving, // it was asked to go
    };
    Q_ENUM(State)

    int id = 0; // Cluster::workerId()
    quint64 command = 0; // the id of its process
    State state = State::Starting;
    bool isSuccessor = false; // of one that is being replaced: it is not counted yet
    qint64 connections = -1; // open ones that it was given; -1: not known, as it accepts by itself
    quint64 accepted = 0; // connections that it was given and took
    quint64 requests = 0; // that it has told of: {"cmd": "notifyRequest"}

    bool operator==(const ClusterWorkerSnapshot &) const = default;
};

// A socket that workers share.
struct ClusterSocketSnapshot
{
    QString address; // "0.0.0.0:8000", "[::]:8000", or a path
    Cluster::SchedulingPolicy policy = Cluster::SchedulingPolicy::RoundRobin;
    int workers = 0; // that listen there
    quint64 accepted = 0; // connections since it was opened; 0 if Shared

    bool operator==(const ClusterSocketSnapshot &) const = default;
};

struct ClusterSnapshot
{
    quint64 number = 0; // of the monitor's server
    QString name; // QObject::objectName(); may be empty
    QString program;
    Cluster::SchedulingPolicy policy = Cluster::SchedulingPolicy::RoundRobin;
    bool respawn = false;
    bool gaveUp = false; // no more of them are started
    bool reloading = false;
    int wanted = 0; // workers
    qint64 nextStart = 0; // when there are fewer than wanted; 0: none is due
    int started = 0;
    int finished = 0;
    // Of workers that have ended: with those of the others, all since the cluster was made.
    quint64 endedAccepted = 0;
    quint64 endedRequests = 0;
    QList<ClusterSocketSnapshot> sockets;
    QList<ClusterWorkerSnapshot> workers; // in the order of their ids

    bool operator==(const ClusterSnapshot &) const = default;
};

// A worker of a cluster that is no more, and why.
struct ASYNCSPAWNER_EXPORT ClusterWorkerEnd
{
    Q_GADGET
public:
    enum class Reason {
        Exited, // by itself
        Crashed, // ended by a signal that was not the cluster's
        FailedToStart,
        Disconnected, // with all of the cluster
        Replaced, // by a reload
        RolledBack, // a successor that did not come up
    };
    Q_ENUM(Reason)

    quint64 number = 0; // counts up, for a selection to hold on to
    quint64 cluster = 0;
    int id = 0; // Cluster::workerId()
    quint64 command = 0;
    qint64 processId = 0; // 0: it was not started
    qint64 time = 0;
    std::chrono::milliseconds uptime{0};
    Reason reason = Reason::Exited;
    int exitCode = -1; // -1 unless it exited by itself
    int signalNumber = 0;
    qint64 connections = -1; // open when it ended; -1: not known
    quint64 accepted = 0;
    quint64 requests = 0;
    std::chrono::milliseconds backOff{0}; // until the next one is started
    QString text; // one sentence

    bool operator==(const ClusterWorkerEnd &) const = default;
};

} // namespace Spawn
