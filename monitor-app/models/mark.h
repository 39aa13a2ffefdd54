// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cluster/clustersnapshot.h>
#include <jobs/jobsnapshot.h>
#include <spawner/commandreply.h>
#include <spawner/commandresult.h>
#include <spawner/helperexit.h>
#include <workers/poolsnapshot.h>

#include <QtCore/QMetaType>

namespace Spawn {

// A shape of 14 px; monitor-app/look paints it.
enum class Glyph {
    None,
    // States, ends and levels.
    Ring,
    HalfRing,
    Triangle,
    Tick,
    Cross,
    Bolt,
    BarredRing,
    Clock,
    ArrowAtBar,
    SlashedRing,
    Square,
    RingWithQuestion,
    Door,
    NotEqual,
    WarningSign,
    CriticalSign,
    RingWithI,
    Dot,
    // Pages and tools.
    Tiles,
    Prompt,
    TurningArrow,
    Lanes,
    Lines,
    Tree,
    Tray,
    Spread,
    Plus,
    Lens,
    PauseBars,
    Moon,
    Sun,
    Copy,
    ChevronDown,
    ChevronUp,
    ChevronRight,
};

// What a colour says; the palette has a colour and a tint for each.
enum class Tone {
    Neutral,
    Accent,
    Ok,
    Fail,
    Warn,
    Signal,
};

// State is always a glyph, a word and a colour: this is the first and the last.
struct Mark
{
    Glyph glyph = Glyph::None;
    Tone tone = Tone::Neutral;

    friend bool operator==(const Mark &, const Mark &) = default;
};

Mark commandMark(CommandReply::State state, CommandResult::Error error);
Mark outcomeMark(CommandResult::Error error);
Mark helperExitMark(HelperExit::Reason reason);
Mark workerMark(WorkerSnapshot::State state);
Mark workerEndMark(WorkerEnd::Reason reason);
Mark jobMark(JobSnapshot::State state);
Mark jobEndMark(JobResult::Error error);
Mark clusterWorkerMark(ClusterWorkerSnapshot::State state);
Mark clusterEndMark(ClusterWorkerEnd::Reason reason);

} // namespace Spawn

Q_DECLARE_METATYPE(Spawn::Mark)
