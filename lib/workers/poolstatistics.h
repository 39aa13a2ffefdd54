// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/export.h>

#include <QtCore/QObject>

namespace Spawn {

// What a WorkerPool is doing, and has done since it was made.
struct ASYNCSPAWNER_EXPORT PoolStatistics
{
    Q_GADGET
public:
    // Now.
    int workers = 0; // alive, those that are on their way out not counted
    int pausedWorkers = 0; // of these: asked for a pause, and have not ended it
    int blockedWorkers = 0; // of these: do not keep up with what they are sent
    qsizetype queued = 0; // messages that no worker has been given
    qsizetype outstanding = 0; // given and not answered

    // Since its beginning.
    quint64 sent = 0; // to workers; once more for each time that one was sent again
    quint64 received = 0;
    quint64 redelivered = 0;
    quint64 dropped = 0; // as messageDropped()
    int started = 0; // workers
    int finished = 0;
};

} // namespace Spawn
