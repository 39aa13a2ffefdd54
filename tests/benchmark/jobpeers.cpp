// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobpeers.h"

#include "bench.h"

#include <QtCore/QFileInfo>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QStandardPaths>

#include <cmath>

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark {

static QString peersFolder()
{
    return qEnvironmentVariable("NODE_PEERS");
}

bool haveQWorker()
{
    return !peersFolder().isEmpty()
        && QFileInfo::exists(peersFolder() + u"/node_modules/qworker/package.json"_s);
}

static JobPeer peerOf(const QJsonObject &figures)
{
    return {figures["processes"_L1].toDouble(NAN), figures["serial"_L1].toDouble(NAN),
            figures["pairs"_L1].toDouble(NAN), figures["queue"_L1].toDouble(NAN)};
}

JobPeers measureJobPeers(Bench &bench, int atOnce)
{
    if (QStandardPaths::findExecutable(u"node"_s).isEmpty())
        return {peerOf({}), peerOf({})};
    QProcess node;
    node.start(u"node"_s,
               {QStringLiteral(BENCHMARK_JOB_PEERS),
                QStringLiteral(BENCHMARK_JOB_SCRIPTS "/tasks.js"),
                QString::number(bench.options().seconds), QString::number(atOnce),
                haveQWorker() ? peersFolder() : QString()});
    if (!node.waitForFinished(120'000) || node.exitCode() != 0)
        bench.fail(u"node: %1 %2"_s.arg(node.errorString(),
                                        QString::fromUtf8(node.readAllStandardError())));
    const QJsonObject figures = QJsonDocument::fromJson(node.readAllStandardOutput()).object();
    return {peerOf(figures["fork"_L1].toObject()), peerOf(figures["qworker"_L1].toObject())};
}

} // namespace Spawn::Benchmark
