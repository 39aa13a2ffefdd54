// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "monitoring/monitortarget.h"

#include <QtCore/QList>

namespace Spawn {

// What there is to be monitored: by name, of the same name the newest first. Those that listen, and
// those that do not although they have a helper: with the reason.
//
// Removes what dead processes left behind, if nobody holds its lock.
QList<MonitorTarget> findTargets();

} // namespace Spawn
