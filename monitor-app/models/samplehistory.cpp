// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/samplehistory.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace Spawn {

static constexpr qint64 WaitWindow = 10'000; // ms

// The nearest rank: a value that was there.
static std::chrono::microseconds percentile(const std::vector<std::chrono::microseconds> &sorted,
                                            double share)
{
    const auto rank = size_t(std::ceil(share * double(sorted.size())));
    return sorted[std::max<size_t>(rank, 1) - 1];
}

static void measureWaits(Sample &sample, const CommandTally &tally)
{
    std::vector<std::chrono::microseconds> waits = tally.waitsSince(sample.time - WaitWindow);
    if (waits.empty())
        return;
    std::sort(waits.begin(), waits.end());
    sample.waitMedian = percentile(waits, 0.5);
    sample.waitP95 = percentile(waits, 0.95);
    sample.waitP99 = percentile(waits, 0.99);
}

SampleHistory::SampleHistory(int capacity) : m_capacity(capacity) { }

const Sample &SampleHistory::append(const SpawnerSnapshot &snapshot, const CommandTally &tally,
                                    qint64 now)
{
    Sample sample;
    sample.time = now;
    sample.startedCount = snapshot.startedCount;
    sample.waiting = snapshot.queue.waiting;
    sample.running = snapshot.queue.running;
    sample.memory = snapshot.helper.residentMemory;
    sample.processorShare = snapshot.helper.processorShare;
    if (!m_samples.isEmpty()) {
        const Sample &before = m_samples.last();
        // A count that went back is another spawner's.
        if (now > before.time && sample.startedCount >= before.startedCount) {
            sample.startedPerSecond = double(sample.startedCount - before.startedCount) * 1000
                / double(now - before.time);
        }
    }
    measureWaits(sample, tally);
    while (m_samples.size() >= m_capacity)
        m_samples.removeFirst();
    m_samples.append(sample);
    return m_samples.last();
}

void SampleHistory::clear()
{
    m_samples.clear();
}

QList<Sample> SampleHistory::since(qint64 moment) const
{
    const auto first
        = std::find_if(m_samples.begin(), m_samples.end(),
                       [moment](const Sample &sample) { return sample.time >= moment; });
    return QList<Sample>(first, m_samples.end());
}

} // namespace Spawn
