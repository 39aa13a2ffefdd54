// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/resultfromoutcome.h"

#include "engine/outcome.h"
#include "spawner/failure.h"

#include <utility>

namespace Spawn {

using Error = CommandResult::Error;
using Stage = CommandResult::Stage;

static_assert(int(Stage::None) == int(Wire::Stage::None));
static_assert(int(Stage::Validation) == int(Wire::Stage::Validation));
static_assert(int(Stage::Queue) == int(Wire::Stage::Queue));
static_assert(int(Stage::Pipe) == int(Wire::Stage::Pipe));
static_assert(int(Stage::Transfer) == int(Wire::Stage::Transfer));
static_assert(int(Stage::Fork) == int(Wire::Stage::Fork));
static_assert(int(Stage::Directory) == int(Wire::Stage::Directory));
static_assert(int(Stage::Limit) == int(Wire::Stage::Limit));
static_assert(int(Stage::Descriptor) == int(Wire::Stage::Descriptor));
static_assert(int(Stage::Exec) == int(Wire::Stage::Exec));
static_assert(int(Stage::ControlGroup) == int(Wire::Stage::ControlGroup));

static std::chrono::microseconds toMicroseconds(const timeval &time)
{
    return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

static ResourceUsage toUsage(const rusage &usage)
{
    ResourceUsage result;
    result.userTime = toMicroseconds(usage.ru_utime);
    result.systemTime = toMicroseconds(usage.ru_stime);
    result.peakMemory = qint64{usage.ru_maxrss} * 1024;
    result.voluntaryContextSwitches = usage.ru_nvcsw;
    result.involuntaryContextSwitches = usage.ru_nivcsw;
    return result;
}

static Error errorOf(const Outcome &outcome)
{
    switch (outcome.reason) {
    case EndReason::Destroyed:
        return Error::Destroyed;
    case EndReason::TimedOut:
        if (!outcome.unkillable)
            return Error::TimedOut;
        break;
    case EndReason::OutputLimit:
        if (!outcome.unkillable)
            return Error::OutputLimitExceeded;
        break;
    case EndReason::Cancelled:
        // It had already failed by itself when it was cancelled.
        if (outcome.stage == Wire::Stage::None && !outcome.unkillable)
            return Error::Cancelled;
        break;
    case EndReason::None:
        break;
    }
    if (!outcome.ran)
        return Error::FailedToStart;
    if (!outcome.status.known)
        return Error::StatusUnknown;
    if (outcome.status.signalNumber != 0)
        return Error::Crashed;
    return outcome.status.exitCode == 0 ? Error::NoError : Error::NonZeroExit;
}

CommandResult resultFromOutcome(Outcome &&outcome, const CommandSpec &spec)
{
    CommandResult result;
    result.error = errorOf(outcome);
    result.exitCode = outcome.status.exitCode;
    result.signalNumber = outcome.status.signalNumber;
    if (!outcome.ran) {
        // What the child's own process ended with says nothing about the command.
        result.exitCode = -1;
        result.signalNumber = 0;
    }
    result.coreDumped = outcome.ran && outcome.status.coreDumped;
    result.stage = static_cast<Stage>(outcome.stage);
    result.systemError = outcome.error;
    result.processId = outcome.pid;
    result.standardOutput = std::move(outcome.output[0]);
    result.standardError = std::move(outcome.output[1]);
    result.standardOutputTruncated = outcome.truncated[0];
    result.standardErrorTruncated = outcome.truncated[1];
    result.outputHeldOpen = outcome.heldOpen;
    result.standardInputError = outcome.inputError;
    result.queued = outcome.queued;
    result.elapsed = outcome.elapsed;
    if (outcome.ran)
        result.usage = toUsage(outcome.status.usage);
    result.attempts = outcome.attempts;
    if (result.stage != Stage::None) {
        result.culprit
            = outcome.text.isEmpty() ? culpritOf(spec, result.stage, outcome.detail) : outcome.text;
    }
    return result;
}

} // namespace Spawn
