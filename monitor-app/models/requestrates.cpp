// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/requestrates.h"

#include <QtCore/QSet>

namespace Spawn {

static constexpr qint64 Span = 3000; // ms that a rate is of, at least
static constexpr qint64 Step = 200; // ms; a cluster is looked at no more often

void RequestRates::take(const QList<ClusterSnapshot> &clusters, qint64 now)
{
    QSet<quint64> alive;
    for (const ClusterSnapshot &cluster : clusters) {
        for (const ClusterWorkerSnapshot &worker : cluster.workers) {
            alive.insert(worker.command);
            QList<Count> &counts = m_counts[worker.command];
            // Somebody has set the clock, or another worker has the number.
            if (!counts.isEmpty()
                && (now < counts.last().time || worker.requests < counts.last().requests))
                counts.clear();
            if (!counts.isEmpty() && now < counts.last().time + Step)
                continue;
            counts += {now, worker.requests};
            while (counts.size() > 2 && counts.at(1).time <= now - Span)
                counts.removeFirst();
        }
    }
    m_counts.removeIf([&alive](const auto &entry) { return !alive.contains(entry.key()); });
}

double RequestRates::of(quint64 command) const
{
    const QList<Count> counts = m_counts.value(command);
    if (counts.size() < 2)
        return -1;
    return double(counts.last().requests - counts.first().requests) * 1000
        / double(counts.last().time - counts.first().time);
}

} // namespace Spawn
