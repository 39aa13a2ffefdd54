// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "connections.h"

#include "bench.h"
#include "clustersubject.h"
#include "connectionpeer.h"
#include "connectionrows.h"
#include "processstat.h"
#include "wrk.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <vector>

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark {

static constexpr int ManyClients = 64;
static constexpr int FewClients = 8; // so that an answer's time is not that of a queue

namespace {

struct Load
{
    int clients;
    bool keepsAlive;
    double WrkFigures::*figure;
    Row (*row)(const ClusterKind &kind, int clients);
};

// Those whose figures stand side by side, each of them idle until its turn.
class ConnectionRounds final
{
public:
    ConnectionRounds(Bench &bench, bool ofScripts);
    void measure();

private:
    double figure(quint16 port, const Load &load);
    void warmUp();
    void measure(const Load &load);
    void measureMemory();

    Bench &m_bench;
    std::vector<std::unique_ptr<ClusterSubject>> m_clusters;
    std::vector<std::unique_ptr<ConnectionPeer>> m_peers;
};

} // namespace

static QList<Load> loads()
{
    return {{ManyClients, false, &WrkFigures::perSecond, &Rows::connectionsPerSecond},
            {ManyClients, true, &WrkFigures::perSecond, &Rows::requestsPerSecond},
            {FewClients, false, &WrkFigures::worst, &Rows::connectionWorst}};
}

ConnectionRounds::ConnectionRounds(Bench &bench, bool ofScripts) : m_bench(bench)
{
    for (const ClusterKind &kind : clusterKinds(ofScripts))
        m_clusters.push_back(std::make_unique<ClusterSubject>(&bench.spawner(), kind));
    for (const ConnectionPeerKind &kind : connectionPeerKinds())
        m_peers.push_back(std::make_unique<ConnectionPeer>(kind));
}

double ConnectionRounds::figure(quint16 port, const Load &load)
{
    const WrkFigures figures
        = runWrk(port, {load.clients, load.keepsAlive, m_bench.options().seconds});
    if (!figures.failure.isEmpty())
        m_bench.fail(figures.failure);
    return figures.*load.figure;
}

// JavaScript is compiled when it has run for a while.
void ConnectionRounds::warmUp()
{
    const Load load = loads().first();
    for (const auto &cluster : m_clusters)
        figure(cluster->port(), load);
    for (const auto &peer : m_peers)
        figure(peer->port(), load);
}

// In another order in each round: who comes later finds another machine.
void ConnectionRounds::measure(const Load &load)
{
    std::vector<std::function<void()>> turns;
    for (const auto &cluster : m_clusters) {
        turns.push_back([&] {
            m_bench.note(load.row(cluster->kind(), load.clients), Column::AsyncSpawner,
                         figure(cluster->port(), load));
        });
    }
    for (const auto &peer : m_peers) {
        turns.push_back([&] {
            const double value = figure(peer->port(), load);
            for (const auto &cluster : m_clusters)
                m_bench.note(load.row(cluster->kind(), load.clients), peer->column(), value);
        });
    }
    std::rotate(turns.begin(), turns.begin() + m_bench.round() % qsizetype(turns.size()),
                turns.end());
    m_bench.point(u"tiny"_s, [&turns] {
        for (const std::function<void()> &turn : turns)
            turn();
    });
}

void ConnectionRounds::measureMemory()
{
    m_bench.point(u"tiny"_s, [this] {
        const ClusterSubject &cluster = *m_clusters.front(); // the policy is the primary's affair
        const auto noteMemory = [&](Column column, qint64 processId) {
            const bool ofScripts = cluster.kind().ofScripts;
            const ProcessMemory memory = processMemory(processId);
            m_bench.note(Rows::clusterWorkerResident(ofScripts), column, memory.resident);
            m_bench.note(Rows::clusterWorkerPrivate(ofScripts), column, memory.own);
        };
        noteMemory(Column::AsyncSpawner, cluster.workerProcessId());
        for (const auto &peer : m_peers)
            noteMemory(peer->column(), peer->workerProcessId());
    });
}

void ConnectionRounds::measure()
{
    for (const auto &cluster : m_clusters) {
        if (cluster->port() == 0)
            m_bench.fail(u"%1 do not listen"_s.arg(cluster->kind().title));
    }
    for (const auto &peer : m_peers) {
        if (peer->port() == 0)
            m_bench.fail(u"a peer does not listen"_s);
    }
    if (!m_bench.failures().isEmpty())
        return;
    if (!m_bench.options().quick)
        warmUp();
    for (const Load &load : loads())
        measure(load);
    measureMemory();
}

void measureConnections(Bench &bench)
{
    ConnectionRounds(bench, false).measure();
    if (haveNode())
        ConnectionRounds(bench, true).measure();
}

} // namespace Spawn::Benchmark
