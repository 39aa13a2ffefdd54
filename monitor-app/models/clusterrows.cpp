// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/clusterrows.h"

#include "models/clustertext.h"
#include "models/commandtext.h"
#include "models/momenttext.h"
#include "models/plaintooltip.h"
#include "models/quantity.h"
#include "models/requestrates.h"
#include "models/terminaltext.h"

#include <algorithm>

namespace Spawn {

// What adds up from the workers to their cluster. -1: of none of them it is known.
struct ClusterSum
{
    int running = 0;
    qint64 connections = -1;
    quint64 accepted = 0;
    quint64 requests = 0;
    double rate = -1;
    qint64 memory = -1;
    double share = -1;

    ClusterSum &operator+=(const ClusterSum &other)
    {
        running += other.running;
        accepted += other.accepted;
        requests += other.requests;
        add(connections, other.connections);
        add(rate, other.rate);
        add(memory, other.memory);
        add(share, other.share);
        return *this;
    }

private:
    template <class T>
    static void add(T &sum, T value)
    {
        if (value >= 0)
            sum = std::max<T>(0, sum) + value;
    }
};

static QString &textOf(ClusterRow &row, ClusterColumn column)
{
    return row.texts[size_t(column)];
}

static QString &toolTipOf(ClusterRow &row, ClusterColumn column)
{
    return row.toolTips[size_t(column)];
}

static void setFigures(ClusterRow &row, const ClusterSum &sum)
{
    textOf(row, ClusterColumn::Connections) = connectionsText(sum.connections);
    textOf(row, ClusterColumn::Accepted) = countText(sum.accepted);
    textOf(row, ClusterColumn::Requests) = countText(sum.requests);
    textOf(row, ClusterColumn::RequestRate) = rateText(sum.rate);
    textOf(row, ClusterColumn::Memory) = memoryText(sum.memory);
    textOf(row, ClusterColumn::Processor) = sum.share < 0 ? QString() : percentText(sum.share);
    if (sum.connections < 0) {
        toolTipOf(row, ClusterColumn::Connections)
            = QStringLiteral("Not known: who accepts by itself does not tell");
    }
}

static std::unique_ptr<ClusterRow> socketRow(quint64 cluster, const ClusterSocketSnapshot &socket)
{
    auto row = std::make_unique<ClusterRow>();
    row->part = {cluster, socket.address, 0};
    textOf(*row, ClusterColumn::Name) = printableText(socket.address.toUtf8());
    toolTipOf(*row, ClusterColumn::Name) = plainToolTip(socket.address);
    textOf(*row, ClusterColumn::State)
        = QStringLiteral("%1, %2 listening")
              .arg(policyText(socket.policy), countText(quint64(std::max(0, socket.workers))));
    toolTipOf(*row, ClusterColumn::State) = textOf(*row, ClusterColumn::State); // it is long
    row->state = socket.workers > 0 ? Mark{Glyph::Triangle, Tone::Accent}
                                    : Mark{Glyph::Ring, Tone::Neutral};
    // Where every worker accepts, nobody counts.
    if (socket.policy != Cluster::SchedulingPolicy::Shared)
        textOf(*row, ClusterColumn::Accepted) = countText(socket.accepted);
    return row;
}

static std::unique_ptr<ClusterRow> workerRow(quint64 cluster, const ClusterWorkerSnapshot &worker,
                                             const SpawnerSnapshot &snapshot,
                                             const RequestRates &rates, qint64 now, ClusterSum &sum)
{
    auto row = std::make_unique<ClusterRow>();
    row->part = {cluster, {}, worker.command};
    textOf(*row, ClusterColumn::Name) = QStringLiteral("Worker %1").arg(worker.id);
    textOf(*row, ClusterColumn::State) = workerStateWord(worker.state);
    row->state = clusterWorkerMark(worker.state);
    if (worker.isSuccessor) {
        textOf(*row, ClusterColumn::State) += QStringLiteral(", successor");
        toolTipOf(*row, ClusterColumn::State)
            = QStringLiteral("Takes the place of one that is being replaced");
    }
    ClusterSum own;
    const bool runs = worker.state == ClusterWorkerSnapshot::State::Online
        || worker.state == ClusterWorkerSnapshot::State::Listening;
    own.running = runs && !worker.isSuccessor ? 1 : 0;
    own.connections = worker.connections;
    own.accepted = worker.accepted;
    own.requests = worker.requests;
    own.rate = rates.of(worker.command);
    const auto command = snapshot.commands.constFind(worker.command);
    if (command != snapshot.commands.cend()) {
        own.memory = command->residentMemory;
        own.share = command->processorShare;
        if (command->processId != 0)
            textOf(*row, ClusterColumn::ProcessId) = QString::number(command->processId);
        if (command->started != 0) {
            textOf(*row, ClusterColumn::Up)
                = spanText(std::chrono::milliseconds(std::max<qint64>(0, now - command->started)));
        }
        toolTipOf(*row, ClusterColumn::Name) = plainToolTip(commandLine(*command));
    }
    setFigures(*row, own);
    sum += own;
    return row;
}

static void setClusterState(ClusterRow &row, const ClusterSnapshot &cluster, int running,
                            qint64 now)
{
    QString &text = textOf(row, ClusterColumn::State);
    if (cluster.gaveUp) {
        text = QStringLiteral("Gave up");
        toolTipOf(row, ClusterColumn::State) = QStringLiteral(
            "Its workers ended too early too often; to reload or to start one tries again");
        row.state = {Glyph::BarredRing, Tone::Fail};
    } else if (cluster.reloading) {
        text = QStringLiteral("Reloading");
        row.state = {Glyph::TurningArrow, Tone::Accent};
    } else if (cluster.nextStart > now && cluster.workers.size() < cluster.wanted) {
        const std::chrono::milliseconds left(cluster.nextStart - now);
        text = QStringLiteral("Next start in ") + roughSpanText(left);
        row.state = {Glyph::Clock, Tone::Warn};
    } else if (cluster.wanted <= 0 && cluster.workers.isEmpty()) {
        text = QStringLiteral("No workers");
        row.state = {Glyph::Ring, Tone::Neutral};
    } else {
        text = QStringLiteral("%1 of %2 running")
                   .arg(countText(quint64(running)),
                        countText(quint64(std::max(0, cluster.wanted))));
        row.state
            = running > 0 ? Mark{Glyph::Triangle, Tone::Accent} : Mark{Glyph::Ring, Tone::Neutral};
    }
}

static QString endToolTip(const SpawnerSnapshot &snapshot, quint64 cluster, qint64 now)
{
    const auto last
        = std::find_if(snapshot.clusterEnds.crbegin(), snapshot.clusterEnds.crend(),
                       [cluster](const ClusterWorkerEnd &end) { return end.cluster == cluster; });
    return last == snapshot.clusterEnds.crend()
        ? QString()
        : plainToolTip(
            QStringLiteral("Last at %1. %2").arg(momentText(last->time, now), causeText(*last)));
}

static std::unique_ptr<ClusterRow> clusterRow(const ClusterSnapshot &cluster,
                                              const SpawnerSnapshot &snapshot,
                                              const RequestRates &rates, qint64 now)
{
    auto row = std::make_unique<ClusterRow>();
    row->part.cluster = cluster.number;
    quint64 accepted = 0;
    for (const ClusterSocketSnapshot &socket : cluster.sockets) {
        row->add(socketRow(cluster.number, socket));
        accepted += socket.accepted;
    }
    ClusterSum sum;
    for (const ClusterWorkerSnapshot &worker : cluster.workers)
        row->add(workerRow(cluster.number, worker, snapshot, rates, now, sum));
    sum.requests += cluster.endedRequests;
    // Sockets know of more: of those as well that nobody took. Shared ones know of none.
    sum.accepted = std::max(sum.accepted + cluster.endedAccepted, accepted);
    setFigures(*row, sum);
    setClusterState(*row, cluster, sum.running, now);
    textOf(*row, ClusterColumn::Name) = clusterText(cluster);
    toolTipOf(*row, ClusterColumn::Name) = plainToolTip(cluster.program);
    toolTipOf(*row, ClusterColumn::Requests)
        = QStringLiteral("As far as the workers tell, those that have ended among them");
    textOf(*row, ClusterColumn::Ends) = countText(quint64(std::max(0, cluster.finished)));
    toolTipOf(*row, ClusterColumn::Ends) = endToolTip(snapshot, cluster.number, now);
    return row;
}

std::unique_ptr<ClusterRow> clusterRows(const SpawnerSnapshot &snapshot, const RequestRates &rates,
                                        qint64 now)
{
    auto all = std::make_unique<ClusterRow>();
    for (const ClusterSnapshot &cluster : snapshot.clusters)
        all->add(clusterRow(cluster, snapshot, rates, now));
    return all;
}

} // namespace Spawn
