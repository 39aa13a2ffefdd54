// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/commandoutcome.h"
#include "models/runcounts.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <chrono>

namespace Spawn {

// One object on one line for each command:
//   id, line, argv, state, exitCode, signal, error, stage, errno, processId, queuedMs, elapsedMs,
//   userMs, systemMs, peakMemory (bytes); null where there is nothing to say.
// With its output: standardOutput, standardError, and …Truncated. Without it, and when the command
// did not end well: standardErrorTail.
// Bytes that are not UTF-8 are a string of base64 in a key that ends in "Base64"; for argv that is
// a second list beside the readable one.
QByteArray outcomeJson(const CommandOutcome &outcome, bool withOutput);

// The last line: {"summary": {total, succeeded, failed, elapsedMs, helperError, interrupted}}.
struct RunSummary
{
    RunCounts counts;
    std::chrono::microseconds elapsed{0};
    QString helperError; // empty: none
    int interruptSignal = 0;
};
QByteArray summaryJson(const RunSummary &summary);

} // namespace Spawn
