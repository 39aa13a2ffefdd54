// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "monitor-app/syntheticapplication.h"

#include <csignal>

// The servers of the indexer of photos: one that is reloaded, one whose workers accept by
// themselves, and one that is not started any more.
inline void fillClusters(SyntheticApplication &application)
{
    using namespace Spawn;
    using namespace std::chrono_literals;
    using State = ClusterWorkerSnapshot::State;
    using Reason = ClusterWorkerEnd::Reason;
    using Policy = Cluster::SchedulingPolicy;
    constexpr qint64 mebi = 1024 * 1024;
    const qint64 now = SyntheticApplication::now();
    SpawnerSnapshot &value = application.value;

    const auto worker = [&](ClusterSnapshot &cluster, int id, State state, qint64 connections,
                            quint64 accepted, quint64 requests, std::chrono::milliseconds up,
                            double share, qint64 memory) {
        ClusterWorkerSnapshot one;
        one.id = id;
        one.command = quint64(600 + 10 * cluster.number + quint64(id));
        one.state = state;
        one.connections = connections;
        one.accepted = accepted;
        one.requests = requests;
        cluster.workers += one;
        CommandSnapshot &command
            = application.command(one.command, {cluster.program}, {}, CommandReply::State::Running);
        command.worker = true;
        command.processId = qint64(4400 + one.command);
        command.started = now - up.count();
        command.processorShare = share;
        command.residentMemory = memory * mebi;
    };

    ClusterSnapshot web;
    web.number = 1;
    web.name = QStringLiteral("web");
    web.program = QStringLiteral("/srv/photos/bin/photoserver");
    web.respawn = true;
    web.reloading = true;
    web.wanted = 4;
    web.started = 7;
    web.finished = 2;
    web.sockets = {{QStringLiteral("0.0.0.0:8000"), Policy::RoundRobin, 4, 48'211},
                   {QStringLiteral("/run/photos/admin.sock"), Policy::LeastConnections, 4, 312}};
    worker(web, 1, State::Leaving, 3, 12'060, 88'412, 28'000s, 0.04, 61);
    worker(web, 2, State::Listening, 18, 12'031, 87'960, 28'000s, 0.31, 58);
    worker(web, 4, State::Listening, 21, 11'800, 85'007, 26'010s, 0.28, 57);
    worker(web, 5, State::Listening, 17, 9'400, 61'113, 19'312s, 0.33, 55);
    worker(web, 6, State::Listening, 4, 31, 202, 11s, 0.12, 31);
    worker(web, 7, State::Starting, 0, 0, 0, 300ms, 0.6, 12);
    web.workers[4].isSuccessor = true;
    web.workers[5].isSuccessor = true;

    ClusterSnapshot api;
    api.number = 2;
    api.name = QStringLiteral("api");
    api.program = QStringLiteral("server.js");
    api.policy = Policy::Shared;
    api.respawn = true;
    api.wanted = 3;
    api.nextStart = now + 600;
    api.started = 5;
    api.finished = 3;
    api.sockets = {{QStringLiteral("[::]:8443"), Policy::Shared, 1, 0}};
    worker(api, 3, State::Listening, -1, 0, 1'204, 7'836s, 0.1, 74);
    worker(api, 5, State::Online, -1, 0, 0, 900ms, 0.5, 40);

    ClusterSnapshot previews;
    previews.number = 3;
    previews.program = QStringLiteral("/srv/photos/bin/previews");
    previews.gaveUp = true;
    previews.wanted = 1;
    previews.started = 10;
    previews.finished = 10;
    value.clusters = {web, api, previews};

    const auto ended = [&](quint64 cluster, int id, qint64 ago, Reason reason,
                           std::chrono::milliseconds uptime) -> ClusterWorkerEnd & {
        ClusterWorkerEnd end;
        end.number = quint64(value.clusterEnds.size()) + 1;
        end.cluster = cluster;
        end.id = id;
        end.command = 500 + end.number;
        end.processId = qint64(5200 + end.number);
        end.time = now - ago;
        end.uptime = uptime;
        end.reason = reason;
        value.clusterEnds += end;
        return value.clusterEnds.last();
    };
    ended(7, 1, 86'000'000, Reason::Disconnected, 41'000s).connections = 0; // of one that is gone
    for (int i = 0; i < 3; ++i) {
        ClusterWorkerEnd &end = ended(3, 8 + i, 540'000 - (i * 2'000 << i), Reason::Exited, 412ms);
        end.exitCode = 127;
        end.backOff = std::chrono::milliseconds(500 << i);
    }
    ClusterWorkerEnd &crashed = ended(1, 3, 168'500, Reason::Crashed, 7'356s);
    crashed.signalNumber = SIGSEGV;
    crashed.connections = 19;
    crashed.accepted = 5'870;
    crashed.requests = 41'008;
    crashed.text = QStringLiteral("ended by SIGSEGV");
    ended(2, 4, 61'000, Reason::RolledBack, 10s).text
        = QStringLiteral("it did not listen within 10 s");
    ClusterWorkerEnd &missing = ended(2, 1, 60'500, Reason::FailedToStart, 0s);
    missing.processId = 0;
    missing.text = QStringLiteral("exec: ENOENT");
    ClusterWorkerEnd &replaced = ended(1, 0, 900, Reason::Replaced, 28'000s);
    replaced.connections = 0;
    replaced.accepted = 4'999;
    replaced.requests = 33'120;
}
