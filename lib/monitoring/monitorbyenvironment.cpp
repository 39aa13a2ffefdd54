// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/monitorserver.h"
#include "spawner/asyncspawner.h"
#include "spawner/loggingcategories.h"
#include "spawner/spawnerobservers.h"

#include <QtCore/QDebug>

#include <sys/auxv.h>

namespace Spawn {

// ASYNCSPAWNER_MONITOR=1: each spawner listens, without a line of code; 0 and empty are off. Not in
// a set-id program, whose environment is somebody else's.
static void listenIfAsked(AsyncSpawner *spawner)
{
    const QByteArray wish = qgetenv("ASYNCSPAWNER_MONITOR");
    if (wish.isEmpty() || wish == "0" || getauxval(AT_SECURE) != 0)
        return;
    auto *const server = new MonitorServer(spawner, spawner);
    if (!server->listen())
        qCWarning(monitoringLog).noquote() << "No monitor can attach:" << server->errorString();
}

static const bool added = (addSpawnerObserver(&listenIfAsked), true);

} // namespace Spawn
