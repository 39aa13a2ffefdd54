// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "row.h"

// All that is measured, with the bars that it is held against.
namespace Spawn::Benchmark::Rows {

Row blockMedian(int burst);
Row blockWorst(int burst); // 99th percentile, as all that is called worst
Row blockMedianWithHeap(int burst, int gib);

Row commandsPerSecond(const QString &program, int inFlight);
Row limitInOneThread(const QString &program);
Row stallWorst(const QString &program, int inFlight);
Row timerNoise();
Row callerCpu(const QString &program, int inFlight);
Row ioThreadCpu(const QString &program, int inFlight);
Row helperCpu(const QString &program, int inFlight);

Row output(qint64 bytes);

Row firstStart();
Row laterStart();
Row startAfterKill();
Row helperResident();
Row helperPrivate();
Row helperResidentAfterLoad();
Row helperPrivateAfterLoad();

Row queuedCommand();
Row queuedCommandWithInheritedEnvironment();
Row queuedCommandResident();

Row monitoredCommandsPerSecond(int monitors);

Row echoesPerSecond(bool ofScripts);
Row linesPerSecond(qint64 count, bool ofScripts);
Row linesMemory(qint64 count, bool ofScripts);

Row peerBlockMedian(int inFlight);
Row peerCommandsPerSecond(int inFlight);

} // namespace Spawn::Benchmark::Rows
