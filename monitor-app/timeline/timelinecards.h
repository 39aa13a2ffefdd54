// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timelinelayout.h"
#include "timeline/hovercard.h"

#include <monitoring/spawnersnapshot.h>

namespace Spawn {

// What a hover card says of a bar of a timeline.
HoverCard::Content barCard(const TimelineBar &bar, const SpawnerSnapshot &snapshot, qint64 now);
HoverCard::Content gapCard(const TimelineGap &gap, const SpawnerSnapshot &snapshot, qint64 now);
// For who hears it instead.
QString spokenText(const HoverCard::Content &content);

} // namespace Spawn
