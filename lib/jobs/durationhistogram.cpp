// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/durationhistogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace Spawn {

using std::chrono::microseconds;

// Power p holds what is at least 2^(p-1) and less than 2^p, in Steps parts; power 0 holds 0.
int DurationHistogram::stepOf(qint64 duration)
{
    const auto value = static_cast<quint64>(std::max<qint64>(duration, 0));
    const int power = std::bit_width(value);
    if (power >= Powers)
        return Steps * Powers - 1;
    if (power == 0)
        return 0;
    const quint64 start = quint64{1} << (power - 1);
    return power * Steps + static_cast<int>((value - start) * Steps / start);
}

// The largest that belongs to the step.
qint64 DurationHistogram::endOf(int step)
{
    const int power = step / Steps;
    if (power == 0)
        return 0;
    const double start = std::ldexp(1, power - 1);
    return static_cast<qint64>(std::ceil(start + start * (step % Steps + 1) / Steps)) - 1;
}

void DurationHistogram::add(microseconds duration)
{
    ++m_counts[static_cast<size_t>(stepOf(duration.count()))];
    ++m_count;
    m_maximum = std::max(m_maximum, duration);
}

microseconds DurationHistogram::percentile(double share) const
{
    const auto rank = static_cast<quint64>(std::ceil(share * static_cast<double>(m_count)));
    quint64 seen = 0;
    for (int step = 0; step < Steps * Powers; ++step) {
        seen += m_counts[static_cast<size_t>(step)];
        if (seen >= rank && seen > 0)
            return std::min(microseconds(endOf(step)), m_maximum);
    }
    return m_maximum;
}

QList<quint64> DurationHistogram::powersOfTwo() const
{
    QList<quint64> powers(Powers);
    for (int step = 0; step < Steps * Powers; ++step)
        powers[step / Steps] += m_counts[static_cast<size_t>(step)];
    while (!powers.isEmpty() && powers.last() == 0)
        powers.removeLast();
    return powers;
}

} // namespace Spawn
