// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

namespace Spawn {

// spawn-monitor list, show, watch, restarts, cancel, terminate, kill, signal, raise: the window's
// questions and requests for a terminal and for scripts.
bool isQueryCommand(const QString &name);
int queryCommand(const QString &name, const QStringList &arguments); // the exit status

extern const char QueryUsage[];

} // namespace Spawn
