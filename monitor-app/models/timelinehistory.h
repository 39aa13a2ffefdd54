// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/spanlanes.h"

#include <monitoring/spawnersnapshot.h>

namespace Spawn {

// When each command of a snapshot waited and ran, in the lanes of a timeline. Kept up with what
// changes, so that a view of a long history costs what is in the view.
class TimelineHistory
{
public:
    void reset(const SpawnerSnapshot &snapshot);
    // These have changed, come or gone.
    void update(const SpawnerSnapshot &snapshot, const QList<quint64> &ids);

    const SpanLanes &runs() const { return m_runs; }
    const SpanLanes &waits() const { return m_waits; }

private:
    void take(std::vector<const CommandSnapshot *> commands);

    SpanLanes m_runs;
    SpanLanes m_waits;
    QSet<quint64> m_waited; // all that are in the lanes
    QSet<quint64> m_ran;
    QSet<quint64> m_gone; // taken out together
};

} // namespace Spawn
