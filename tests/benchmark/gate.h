// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QEventLoop>

namespace Spawn::Benchmark {

// Runs the event loop until somebody opens the gate.
class Gate final
{
public:
    void open();
    // Ends the whole benchmark, with the text, when nobody opens it for two minutes: what was
    // started may still come back to objects that are gone if it went on.
    void wait(const char *what);

private:
    QEventLoop m_loop;
    bool m_open = false;
};

void letLoopRun(int milliseconds);

} // namespace Spawn::Benchmark
