// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/commandtally.h"

#include <monitoring/spawnersnapshot.h>

#include <QtCore/QList>

#include <chrono>

namespace Spawn {

// What is kept of a snapshot for the curves.
struct Sample
{
    qint64 time = 0;
    quint64 startedCount = 0; // in all
    double startedPerSecond = -1; // since the sample before; this and what follows: -1 is not known
    int waiting = 0;
    int running = 0;
    qint64 memory = -1; // of the helper, bytes
    double processorShare = -1; // of the helper, of one core
    // How long those have waited that were started within the last ten seconds.
    std::chrono::microseconds waitMedian{-1};
    std::chrono::microseconds waitP95{-1};
    std::chrono::microseconds waitP99{-1};
};

// The samples of the last minutes, oldest first. The oldest makes room.
class SampleHistory
{
public:
    explicit SampleHistory(int capacity = 600);

    const Sample &append(const SpawnerSnapshot &snapshot, const CommandTally &tally, qint64 now);
    void clear();

    int count() const { return int(m_samples.size()); }
    bool isEmpty() const { return m_samples.isEmpty(); }
    const Sample &last() const { return m_samples.last(); }
    const QList<Sample> &samples() const { return m_samples; }
    QList<Sample> since(qint64 moment) const;

private:
    QList<Sample> m_samples;
    int m_capacity;
};

} // namespace Spawn
