// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "peers.h"

#include "bench.h"
#include "load.h"
#include "rows.h"

#include <QtCore/QFileInfo>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark {

static constexpr int InFlight = 64;

static QString folder()
{
    return qEnvironmentVariable("NODE_PEERS");
}

bool havePeers()
{
    return !folder().isEmpty()
        && QFileInfo::exists(folder() + u"/node_modules/spawn-async/package.json"_s);
}

static void measureNode(Bench &bench)
{
    QProcess node;
    node.start(u"node"_s,
               {QStringLiteral(BENCHMARK_PEERS), folder(), bench.path(u"tiny"_s),
                QString::number(InFlight), QString::number(bench.options().seconds)});
    if (!node.waitForFinished(120000) || node.exitCode() != 0) {
        bench.fail(u"node: %1 %2"_s.arg(node.errorString(),
                                        QString::fromUtf8(node.readAllStandardError())));
        return;
    }
    const QJsonObject figures = QJsonDocument::fromJson(node.readAllStandardOutput()).object();
    const std::pair<QLatin1StringView, Column> peers[]
        = {{"spawn-async"_L1, Column::SpawnAsync}, {"execFile"_L1, Column::ExecFile}};
    for (const auto &[name, column] : peers) {
        const QJsonObject peer = figures.value(name).toObject();
        bench.note(Rows::peerCommandsPerSecond(InFlight), column,
                   peer.value("perSecond"_L1).toDouble(NAN));
        bench.note(Rows::peerBlockMedian(InFlight), column,
                   peer.value("blockMedian"_L1).toDouble(NAN));
    }
}

void measurePeers(Bench &bench)
{
    if (!havePeers())
        return;
    bench.point(u"tiny"_s, [&] {
        const LoadFigures figures = runLoad(bench.asyncSpawner(), {bench.path(u"tiny"_s)}, InFlight,
                                            bench.options().seconds);
        if (!figures.failure.isEmpty())
            bench.fail(figures.failure);
        bench.note(Rows::peerCommandsPerSecond(InFlight), Column::AsyncSpawner, figures.perSecond);
        bench.note(Rows::peerBlockMedian(InFlight), Column::AsyncSpawner, figures.blockMedian);
        measureNode(bench);
    });
}

} // namespace Spawn::Benchmark
