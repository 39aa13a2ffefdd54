// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/qglobal.h>

namespace Spawn::Benchmark {

// What the kernel tells in /proc. Not a number, or 0 for a thread, where it tells nothing.

// CPU time of a process of one thread, in microseconds, to the nanosecond: utime in stat counts
// ticks.
double processCpuTime(qint64 processId);

qint64 threadNamed(const QByteArray &name); // of this process
double threadCpuTime(qint64 threadId);

struct ProcessMemory
{
    double resident; // bytes
    double own; // private, not shared with any other process
};
ProcessMemory processMemory(qint64 processId);

double ownResidentMemory(); // bytes, of this process
double availableMemory(); // bytes

} // namespace Spawn::Benchmark
