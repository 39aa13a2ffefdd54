// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/backoff.h"

#include <algorithm>
#include <cmath>

namespace Spawn {

std::optional<std::chrono::milliseconds>
BackOff::next(const RestartSettings &settings, std::chrono::milliseconds uptime, double chance)
{
    using namespace std::chrono;
    if (uptime >= settings.healthyAfter)
        m_earlyEnds = 0;
    ++m_earlyEnds;
    if (settings.giveUpAfter > 0 && m_earlyEnds >= settings.giveUpAfter)
        return {};
    const auto maximum = static_cast<double>(settings.maximumDelay.count());
    double delay = static_cast<double>(settings.firstDelay.count());
    if (m_earlyEnds > 1) {
        const double factor = std::max(settings.factor, 1.0);
        const double second = std::max(delay * factor, static_cast<double>(SecondDelay.count()));
        // The power may overflow to infinity, which the maximum cuts.
        delay = second * std::pow(factor, m_earlyEnds - 2);
    }
    delay = std::min(delay, maximum);
    // A tenth of spread, so that many applications do not restart their helpers in step.
    delay *= 0.9 + 0.2 * chance;
    return milliseconds(std::llround(std::clamp(delay, 0.0, std::max(maximum, 0.0))));
}

} // namespace Spawn
