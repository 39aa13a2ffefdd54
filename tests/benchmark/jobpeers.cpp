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

JobPeers measureJobPeers(Bench &bench, const QString &load, int atOnce)
{
    if (QStandardPaths::findExecutable(u"node"_s).isEmpty())
        return {NAN, NAN};
    QProcess node;
    node.start(u"node"_s,
               {QStringLiteral(BENCHMARK_JOB_PEERS), load,
                QStringLiteral(BENCHMARK_JOB_SCRIPTS "/tasks.js"),
                QString::number(bench.options().seconds), QString::number(atOnce),
                haveQWorker() ? peersFolder() : QString()});
    if (!node.waitForFinished(120'000) || node.exitCode() != 0)
        bench.fail(u"node: %1 %2"_s.arg(node.errorString(),
                                        QString::fromUtf8(node.readAllStandardError())));
    const QJsonObject figures = QJsonDocument::fromJson(node.readAllStandardOutput()).object();
    return {figures["fork"_L1].toDouble(NAN), figures["qworker"_L1].toDouble(NAN)};
}

} // namespace Spawn::Benchmark
