// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "row.h"

#include <QtCore/QProcess>
#include <QtCore/QStringList>

namespace Spawn::Benchmark {

// Who else answers HTTP requests: a program that prints its port, and the processes that answer.
struct ConnectionPeerKind
{
    Column column;
    QStringList argv;
    QString schedulingPolicy = {}; // NODE_CLUSTER_SCHED_POLICY
};
QList<ConnectionPeerKind> connectionPeerKinds(); // those that can be run here

class ConnectionPeer final
{
public:
    // Returns when it listens, or has ended.
    explicit ConnectionPeer(const ConnectionPeerKind &kind);
    ~ConnectionPeer();

    Column column() const { return m_column; }
    quint16 port() const { return m_port; } // 0: it does not listen
    qint64 workerProcessId() const { return m_workerProcessId; }

private:
    const Column m_column;
    QProcess m_process;
    quint16 m_port = 0;
    qint64 m_workerProcessId = 0;
};

} // namespace Spawn::Benchmark
