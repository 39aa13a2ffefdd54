// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "clustersubject.h"

#include "gate.h"
#include "helloserver.h"

#include <QtCore/QCoreApplication>

namespace Spawn::Benchmark {

ClusterSubject::ClusterSubject(AsyncSpawner *spawner, const ClusterKind &kind)
    : m_kind(kind), m_cluster(spawner)
{
    m_cluster.setSchedulingPolicy(kind.policy);
    m_cluster.setProgram(kind.ofScripts ? QStringLiteral(BENCHMARK_HTTP_WORKER)
                                        : QCoreApplication::applicationFilePath());
    m_cluster.setArguments(kind.ofScripts ? QStringList()
                                          : QStringList{QString::fromLatin1(HelloServerOption)});
    Gate gate;
    QObject guard;
    int listening = 0;
    QObject::connect(&m_cluster, &Cluster::workerListening, &guard,
                     [&](Worker *, const QHostAddress &, quint16 port) {
                         if (++listening < ClusterWorkers)
                             return;
                         m_port = port;
                         gate.open();
                     });
    QObject::connect(&m_cluster, &Cluster::workerFinished, &guard, [&] { gate.open(); });
    for (int i = 0; i < ClusterWorkers; ++i)
        m_cluster.startWorker();
    gate.wait("workers of a cluster that listen");
}

qint64 ClusterSubject::workerProcessId() const
{
    const QList<Worker *> workers = m_cluster.workers();
    return workers.isEmpty() ? 0 : workers.first()->processId();
}

} // namespace Spawn::Benchmark
