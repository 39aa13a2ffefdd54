// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <monitoring/spawnersnapshot.h>

#include <QtCore/QByteArray>
#include <QtCore/QStringList>

namespace Spawn {

// Pools, their programs and their workers as a tree of lines, then how workers ended lately.
QByteArray workersText(const SpawnerSnapshot &snapshot, int columns);
// An object for each pool, as in the monitor's protocol, with its "ends".
QByteArray workersJson(const SpawnerSnapshot &snapshot);

// A program of a pool as a command line names it: by all of its name, or what is behind the last
// slash.
struct NamedProgram
{
    QString problem; // empty: it has been found
    quint64 pool = 0;
    QString program;
};
NamedProgram findProgram(const SpawnerSnapshot &snapshot, const QString &name);

} // namespace Spawn
