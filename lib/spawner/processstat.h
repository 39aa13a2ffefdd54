// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/qglobal.h>

#include <chrono>
#include <optional>

namespace Spawn {

// What /proc/<pid>/stat tells of a process.
struct ProcessStat
{
    QByteArray name; // at most 15 bytes, of the process's own choice
    char state = 'X';
    qint64 parent = 0;
    quint64 startTicks = 0; // clock ticks since the boot: with the number, the process's identity
    std::chrono::microseconds processorTime{0}; // user and system, exact to a tick
    qint64 residentMemory = 0; // bytes

    bool isAlive() const { return state != 'Z' && state != 'X'; }
    // By the wall clock as it is now, since the epoch; exact to a tick.
    std::chrono::nanoseconds startTime() const;
};

// Nothing if there is no such process, or if it is hidden from us.
std::optional<ProcessStat> processStat(qint64 processId);

} // namespace Spawn
