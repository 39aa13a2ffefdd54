// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "connectionpeer.h"

#include "clusterkind.h"
#include "gate.h"
#include "helloserver.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <csignal>
#include <sys/prctl.h>

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark {

QList<ConnectionPeerKind> connectionPeerKinds()
{
    QList<ConnectionPeerKind> kinds{
        {Column::TcpServer,
         {QCoreApplication::applicationFilePath(), QString::fromLatin1(HelloServerOption)}}};
    if (haveNode()) {
        const QString script = QStringLiteral(BENCHMARK_HTTP_WORKER);
        const QStringList cluster{u"node"_s, QStringLiteral(BENCHMARK_HTTP_CLUSTER), script,
                                  QString::number(ClusterWorkers)};
        kinds.append({{Column::NodeCluster, cluster, u"rr"_s},
                      {Column::NodeClusterShared, cluster, u"none"_s},
                      {Column::NodeServer, {u"node"_s, script}}});
    }
    return kinds;
}

ConnectionPeer::ConnectionPeer(const ConnectionPeerKind &kind) : m_column(kind.column)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(u"NODE_CLUSTER_SCHED_POLICY"_s);
    if (!kind.schedulingPolicy.isEmpty())
        environment.insert(u"NODE_CLUSTER_SCHED_POLICY"_s, kind.schedulingPolicy);
    m_process.setProcessEnvironment(environment);
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    // However the benchmark ends. Node's workers end with their primary.
    m_process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });

    Gate gate;
    QObject guard;
    QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &guard, [&] {
        if (m_process.canReadLine())
            gate.open();
    });
    QObject::connect(&m_process, &QProcess::errorOccurred, &guard, [&] { gate.open(); });
    QObject::connect(&m_process, &QProcess::finished, &guard, [&] { gate.open(); });
    m_process.start(kind.argv.first(), kind.argv.sliced(1));
    gate.wait("a peer that listens");
    const QJsonObject told = QJsonDocument::fromJson(m_process.readLine()).object();
    m_port = quint16(told["port"_L1].toInt());
    m_workerProcessId = told["workers"_L1].toArray().first().toInteger();
}

ConnectionPeer::~ConnectionPeer()
{
    m_process.kill();
    m_process.waitForFinished();
}

} // namespace Spawn::Benchmark
