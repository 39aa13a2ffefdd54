// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "connectionrows.h"

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark::Rows {

static Row clusterRow(const QString &what, const QString &title, const ClusterKind &kind, Unit unit)
{
    return {u"cluster-%1-%2"_s.arg(what, kind.id), title + u", "_s + kind.title, unit};
}

Row connectionsPerSecond(const ClusterKind &kind, int clients)
{
    return clusterRow(u"connections"_s, u"connections/s, %1 clients"_s.arg(clients), kind,
                      Unit::Rate);
}

Row requestsPerSecond(const ClusterKind &kind, int clients)
{
    return clusterRow(u"requests"_s, u"requests/s, %1 connections kept alive"_s.arg(clients), kind,
                      Unit::Rate);
}

Row connectionWorst(const ClusterKind &kind, int clients)
{
    return clusterRow(u"latency-p99"_s,
                      u"answer p99, a connection for each request, %1 clients"_s.arg(clients), kind,
                      Unit::Time);
}

static Row workerRow(const QString &what, const QString &title, bool ofScripts)
{
    return {
        u"cluster-worker-%1-%2"_s.arg(what, ofScripts ? u"node"_s : u"qt"_s),
        u"memory of a cluster's %1 worker after the load, "_s.arg(ofScripts ? u"Node"_s : u"Qt"_s)
            + title,
        Unit::Memory};
}

Row clusterWorkerResident(bool ofScripts)
{
    return workerRow(u"rss"_s, u"resident"_s, ofScripts);
}

Row clusterWorkerPrivate(bool ofScripts)
{
    return workerRow(u"private"_s, u"private"_s, ofScripts);
}

} // namespace Spawn::Benchmark::Rows
