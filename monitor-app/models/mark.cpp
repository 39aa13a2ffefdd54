// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/mark.h"

namespace Spawn {

Mark commandMark(CommandReply::State state, CommandResult::Error error)
{
    switch (state) {
    case CommandReply::State::Queued:
        return {Glyph::Ring, Tone::Neutral};
    case CommandReply::State::Starting:
        return {Glyph::HalfRing, Tone::Accent};
    case CommandReply::State::Running:
        return {Glyph::Triangle, Tone::Accent};
    case CommandReply::State::Finished:
        return outcomeMark(error);
    }
    return {};
}

Mark outcomeMark(CommandResult::Error error)
{
    switch (error) {
    case CommandResult::Error::NoError:
        return {Glyph::Tick, Tone::Ok};
    case CommandResult::Error::NonZeroExit:
        return {Glyph::Cross, Tone::Fail};
    case CommandResult::Error::Crashed:
        return {Glyph::Bolt, Tone::Signal};
    case CommandResult::Error::FailedToStart:
        return {Glyph::BarredRing, Tone::Fail};
    case CommandResult::Error::TimedOut:
        return {Glyph::Clock, Tone::Warn};
    case CommandResult::Error::OutputLimitExceeded:
        return {Glyph::ArrowAtBar, Tone::Warn};
    case CommandResult::Error::Cancelled:
        return {Glyph::SlashedRing, Tone::Neutral};
    case CommandResult::Error::Destroyed:
        return {Glyph::Square, Tone::Neutral};
    case CommandResult::Error::StatusUnknown:
        return {Glyph::RingWithQuestion, Tone::Neutral};
    }
    return {};
}

Mark helperExitMark(HelperExit::Reason reason)
{
    switch (reason) {
    case HelperExit::Reason::Exited:
        return {Glyph::Door, Tone::Fail};
    case HelperExit::Reason::Crashed:
        return {Glyph::Bolt, Tone::Signal};
    case HelperExit::Reason::Unresponsive:
        return {Glyph::Clock, Tone::Warn};
    case HelperExit::Reason::ProtocolError:
        return {Glyph::NotEqual, Tone::Fail};
    case HelperExit::Reason::Destroyed:
        return {Glyph::Square, Tone::Neutral};
    }
    return {};
}

Mark workerMark(WorkerSnapshot::State state)
{
    switch (state) {
    case WorkerSnapshot::State::Starting:
        return {Glyph::HalfRing, Tone::Accent};
    case WorkerSnapshot::State::Running:
        return {Glyph::Triangle, Tone::Accent};
    case WorkerSnapshot::State::Blocked:
        return {Glyph::ArrowAtBar, Tone::Warn};
    case WorkerSnapshot::State::Paused:
        return {Glyph::PauseBars, Tone::Neutral};
    case WorkerSnapshot::State::Leaving:
        return {Glyph::Door, Tone::Neutral};
    }
    return {};
}

Mark workerEndMark(WorkerEnd::Reason reason)
{
    switch (reason) {
    case WorkerEnd::Reason::Exited:
        return {Glyph::Door, Tone::Fail};
    case WorkerEnd::Reason::Crashed:
        return {Glyph::Bolt, Tone::Signal};
    case WorkerEnd::Reason::FailedToStart:
        return {Glyph::BarredRing, Tone::Fail};
    case WorkerEnd::Reason::PausedForTooLong:
        return {Glyph::Clock, Tone::Warn};
    case WorkerEnd::Reason::Replaced:
    case WorkerEnd::Reason::Asked:
        return {Glyph::TurningArrow, Tone::Neutral};
    case WorkerEnd::Reason::Removed:
    case WorkerEnd::Reason::Stopped:
        return {Glyph::Square, Tone::Neutral};
    }
    return {};
}

Mark jobMark(JobSnapshot::State state)
{
    switch (state) {
    case JobSnapshot::State::Queued:
        return {Glyph::Ring, Tone::Neutral};
    case JobSnapshot::State::Resting:
        return {Glyph::Clock, Tone::Warn};
    case JobSnapshot::State::Running:
        return {Glyph::Triangle, Tone::Accent};
    }
    return {};
}

Mark jobEndMark(JobResult::Error error)
{
    switch (error) {
    case JobResult::Error::NoError:
        return {Glyph::Tick, Tone::Ok};
    case JobResult::Error::ScriptError:
        return {Glyph::Cross, Tone::Fail};
    case JobResult::Error::ScriptNotFound:
    case JobResult::Error::FailedToStart:
        return {Glyph::BarredRing, Tone::Fail};
    case JobResult::Error::TimedOut:
        return {Glyph::Clock, Tone::Warn};
    case JobResult::Error::WorkerDied:
        return {Glyph::Bolt, Tone::Signal};
    case JobResult::Error::LockHeld:
        return {Glyph::ArrowAtBar, Tone::Warn};
    case JobResult::Error::Cancelled:
        return {Glyph::SlashedRing, Tone::Neutral};
    case JobResult::Error::Closed:
        return {Glyph::Square, Tone::Neutral};
    }
    return {};
}

Mark clusterWorkerMark(ClusterWorkerSnapshot::State state)
{
    switch (state) {
    case ClusterWorkerSnapshot::State::Starting:
        return {Glyph::HalfRing, Tone::Accent};
    case ClusterWorkerSnapshot::State::Online:
        return {Glyph::Ring, Tone::Accent};
    case ClusterWorkerSnapshot::State::Listening:
        return {Glyph::Triangle, Tone::Accent};
    case ClusterWorkerSnapshot::State::Leaving:
        return {Glyph::Door, Tone::Neutral};
    }
    return {};
}

Mark clusterEndMark(ClusterWorkerEnd::Reason reason)
{
    switch (reason) {
    case ClusterWorkerEnd::Reason::Exited:
        return {Glyph::Door, Tone::Fail};
    case ClusterWorkerEnd::Reason::Crashed:
        return {Glyph::Bolt, Tone::Signal};
    case ClusterWorkerEnd::Reason::FailedToStart:
        return {Glyph::BarredRing, Tone::Fail};
    case ClusterWorkerEnd::Reason::RolledBack:
        return {Glyph::WarningSign, Tone::Warn};
    case ClusterWorkerEnd::Reason::Replaced:
        return {Glyph::TurningArrow, Tone::Neutral};
    case ClusterWorkerEnd::Reason::Disconnected:
        return {Glyph::Square, Tone::Neutral};
    }
    return {};
}

} // namespace Spawn
