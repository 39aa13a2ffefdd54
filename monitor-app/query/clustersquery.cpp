// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/clustersquery.h"

#include "models/clusterrows.h"
#include "models/clustertext.h"
#include "models/momenttext.h"
#include "models/quantity.h"
#include "models/requestrates.h"
#include "models/terminaltext.h"
#include "models/texttable.h"
#include "query/endsjson.h"

#include <monitoring/snapshotjson.h>

namespace Spawn {

using namespace Qt::StringLiterals;
using Align = TextTable::Align;

static constexpr qsizetype ShownClusterEnds = 20;

static void addClusterRows(TextTable &table, const ClusterRow &parent, int depth)
{
    for (const auto &row : parent.rows) {
        const auto text = [&row](ClusterColumn column) {
            return row->texts[size_t(column)];
        };
        table.addRow({QString(2 * depth, u' ') + text(ClusterColumn::Name),
                      text(ClusterColumn::State), text(ClusterColumn::ProcessId),
                      text(ClusterColumn::Connections), text(ClusterColumn::Accepted),
                      text(ClusterColumn::Requests), text(ClusterColumn::Memory),
                      text(ClusterColumn::Up), text(ClusterColumn::Ends)});
        addClusterRows(table, *row, depth + 1);
    }
}

static QByteArray clusterEndsText(const SpawnerSnapshot &snapshot, int columns)
{
    TextTable table({{u"ENDED"_s},
                     {u"CLUSTER"_s},
                     {u"WORKER"_s, Align::Right},
                     {u"PROCESS"_s, Align::Right},
                     {u"UPTIME"_s, Align::Right},
                     {u"CUT OFF"_s, Align::Right},
                     {u"ACCEPTED"_s, Align::Right},
                     {u"REQUESTS"_s, Align::Right},
                     {u"CAUSE"_s}});
    const QList<ClusterWorkerEnd> &ends = snapshot.clusterEnds;
    for (const ClusterWorkerEnd &end : ends.mid(qMax(0, ends.size() - ShownClusterEnds))) {
        table.addRow({momentText(end.time, snapshot.time),
                      clusterText(snapshot.clusters, end.cluster), QString::number(end.id),
                      end.processId == 0 ? QString() : QString::number(end.processId),
                      spanText(end.uptime), connectionsText(end.connections),
                      countText(end.accepted), countText(end.requests), causeText(end)});
    }
    return table.isEmpty() ? QByteArray() : '\n' + table.text(columns);
}

QByteArray clustersText(const SpawnerSnapshot &snapshot, int columns)
{
    if (snapshot.clusters.isEmpty() && snapshot.clusterEnds.isEmpty())
        return "No clusters. An application shows its clusters with MonitorServer::add(), or when "
               "it\nruns with ASYNCSPAWNER_MONITOR=1 in its environment.\n";
    TextTable table({{u"CLUSTER"_s},
                     {u"STATE"_s},
                     {u"PROCESS"_s, Align::Right},
                     {u"CONNECTIONS"_s, Align::Right},
                     {u"ACCEPTED"_s, Align::Right},
                     {u"REQUESTS"_s, Align::Right},
                     {u"MEMORY"_s, Align::Right},
                     {u"UP"_s, Align::Right},
                     {u"ENDS"_s, Align::Right}});
    addClusterRows(table, *clusterRows(snapshot, RequestRates(), snapshot.time), 0);
    return table.text(columns) + clusterEndsText(snapshot, columns);
}

QByteArray clustersJson(const SpawnerSnapshot &snapshot)
{
    return jsonWithEnds(snapshot.clusters, snapshot.clusterEnds, &ClusterWorkerEnd::cluster);
}

NamedClusters findClusters(const SpawnerSnapshot &snapshot, const QString &name)
{
    NamedClusters found;
    for (const ClusterSnapshot &cluster : snapshot.clusters) {
        if (name.isEmpty() || cluster.name == name)
            found.numbers += cluster.number;
    }
    // A name goes before a number.
    for (const ClusterSnapshot &cluster : snapshot.clusters) {
        if (found.numbers.isEmpty() && QString::number(cluster.number) == name)
            found.numbers += cluster.number;
    }
    const QString shown = printableText(name.toUtf8());
    if (found.numbers.isEmpty()) {
        found.problem = name.isEmpty() ? u"It shows no cluster."_s
                                       : u"It has no cluster \"%1\"."_s.arg(shown);
    } else if (!name.isEmpty() && found.numbers.size() > 1) {
        found.problem
            = u"More than one cluster is \"%1\": name it by its number, %2."_s.arg(shown).arg(
                found.numbers.first());
    }
    return found;
}

} // namespace Spawn
