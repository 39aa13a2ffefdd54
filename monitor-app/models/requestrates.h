// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cluster/clustersnapshot.h>

#include <QtCore/QHash>
#include <QtCore/QList>

namespace Spawn {

// How many requests the workers of clusters serve in a second, from how many they have told of in
// the last few.
class RequestRates final
{
public:
    void take(const QList<ClusterSnapshot> &clusters, qint64 now);
    void clear() { m_counts.clear(); }

    double of(quint64 command) const; // of a worker, by its command; -1: not known yet

private:
    struct Count
    {
        qint64 time = 0;
        quint64 requests = 0;
    };

    QHash<quint64, QList<Count>> m_counts; // oldest first
};

} // namespace Spawn
