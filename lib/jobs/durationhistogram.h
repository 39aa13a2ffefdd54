// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QList>

#include <array>
#include <chrono>

namespace Spawn {

// How long things took, in constant memory: counts in steps of an eighth of a power of two, so what
// it tells is exact to some 12 %.
class DurationHistogram final
{
public:
    void add(std::chrono::microseconds duration);

    quint64 count() const { return m_count; }
    std::chrono::microseconds maximum() const { return m_maximum; }
    // The smallest that this share of them does not exceed; 0 of none.
    std::chrono::microseconds percentile(double share) const;
    // Those below 1 us, below 2, below 4 and so on; without the empty ones at the end.
    QList<quint64> powersOfTwo() const;

private:
    static constexpr int Steps = 8; // in a power of two
    static constexpr int Powers = 42; // 25 days

    static int stepOf(qint64 microseconds);
    static qint64 endOf(int step);

    std::array<quint64, Steps * Powers> m_counts{};
    quint64 m_count = 0;
    std::chrono::microseconds m_maximum{0};
};

} // namespace Spawn
