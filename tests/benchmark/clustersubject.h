// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "clusterkind.h"

namespace Spawn::Benchmark {

// A cluster whose primary is this process.
class ClusterSubject final
{
public:
    // Returns when its workers listen, or one of them has ended.
    ClusterSubject(AsyncSpawner *spawner, const ClusterKind &kind);

    const ClusterKind &kind() const { return m_kind; }
    quint16 port() const { return m_port; } // 0: not all workers listen
    qint64 workerProcessId() const; // of one of them

private:
    const ClusterKind m_kind;
    Cluster m_cluster;
    quint16 m_port = 0;
};

} // namespace Spawn::Benchmark
