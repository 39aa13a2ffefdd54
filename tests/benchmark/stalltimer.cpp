// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "stalltimer.h"

#include "clock.h"

#include <algorithm>

namespace Spawn::Benchmark {

StallTimer::StallTimer() : m_last(now())
{
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
        const double time = now();
        m_lateness.push_back(std::max(0., time - m_last - 1000));
        m_last = time;
    });
    m_timer.start(1);
}

} // namespace Spawn::Benchmark
