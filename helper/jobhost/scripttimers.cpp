// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "scripttimers.h"

#include <QtCore/QTimerEvent>

namespace Spawn {

void ScriptTimers::timerEvent(QTimerEvent *event)
{
    m_fire.call({event->timerId()});
}

} // namespace Spawn
