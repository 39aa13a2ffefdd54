// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/enginerequest.h"

#include <chrono>
#include <optional>

namespace Spawn {

// How long to wait before a helper is replaced, and when to give up. Has no clock and no source of
// randomness of its own.
class BackOff final
{
public:
    static constexpr std::chrono::milliseconds SecondDelay{50};

    // A helper ended after uptime; chance is between 0 and 1. Nothing: give up.
    std::optional<std::chrono::milliseconds> next(const RestartSettings &settings,
                                                  std::chrono::milliseconds uptime, double chance);
    int earlyEnds() const { return m_earlyEnds; }
    void reset() { m_earlyEnds = 0; }

private:
    int m_earlyEnds = 0; // in a row
};

} // namespace Spawn
