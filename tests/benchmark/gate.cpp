// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "gate.h"

#include <QtCore/QTimer>

#include <chrono>
#include <cstdio>
#include <cstdlib>

using namespace std::chrono_literals;

namespace Spawn::Benchmark {

void Gate::open()
{
    m_open = true;
    m_loop.quit();
}

void Gate::wait(const char *what)
{
    if (m_open)
        return;
    QTimer::singleShot(2min, &m_loop, [what] {
        fprintf(stderr, "%s: no end in two minutes\n", what);
        _Exit(1);
    });
    m_loop.exec();
}

void letLoopRun(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace Spawn::Benchmark
