// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QTimer>

#include <vector>

namespace Spawn::Benchmark {

// How late a precise timer of 1 ms comes in the calling thread's event loop: what a socket or an
// animation in the same thread would feel.
class StallTimer final
{
public:
    StallTimer();

    const std::vector<double> &lateness() const { return m_lateness; }

private:
    QTimer m_timer;
    double m_last;
    std::vector<double> m_lateness; // microseconds
};

} // namespace Spawn::Benchmark
