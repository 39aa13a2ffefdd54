// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QString>

#include <cmath>

namespace Spawn::Benchmark {

// The client, in a process and a thread of its own.
struct WrkLoad
{
    int clients = 1; // connections at a time
    bool keepsAlive = false; // else each connection has one request
    double seconds = 0;
};

struct WrkFigures
{
    double perSecond = NAN;
    double worst = NAN; // 99th percentile of the time from a request to its answer
    QString failure; // then the figures mean nothing
};

// The event loop runs meanwhile: a server may be this process.
WrkFigures runWrk(quint16 port, const WrkLoad &load);

} // namespace Spawn::Benchmark
