// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/commandresult.h"

#include "spawner/failure.h"
#include "spawner/signalname.h"
#include "spawner/text.h"

namespace Spawn {

static QString describeLimit(const CommandResult &result)
{
    if (result.standardOutputTruncated && result.standardErrorTruncated)
        return Text::tr("standard output and standard error exceeded their limit");
    if (result.standardErrorTruncated)
        return Text::tr("standard error exceeded its limit");
    return Text::tr("standard output exceeded its limit");
}

QString CommandResult::errorString() const
{
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    switch (error) {
    case Error::NoError:
        break;
    case Error::NonZeroExit:
        return Text::tr("child exited with status %1").arg(exitCode);
    case Error::Crashed: {
        const QString name = signalName(signalNumber);
        return coreDumped ? Text::tr("child killed by signal %1 (core dumped)").arg(name)
                          : Text::tr("child killed by signal %1").arg(name);
    }
    case Error::FailedToStart:
        return describeFailure(stage, systemError, culprit);
    case Error::TimedOut:
        if (stage == Stage::Queue)
            return describeFailure(stage, systemError, culprit);
        return Text::tr("timed out after %1 ms").arg(duration_cast<milliseconds>(elapsed).count());
    case Error::OutputLimitExceeded:
        return describeLimit(*this);
    case Error::Cancelled:
        return processId == 0 ? Text::tr("the command was cancelled before it ran")
                              : Text::tr("the command was cancelled");
    case Error::Destroyed:
        return Text::tr("worker process was destroyed");
    case Error::StatusUnknown:
        return Text::tr("the command has ended, and its exit status is not known");
    }
    return {};
}

} // namespace Spawn
