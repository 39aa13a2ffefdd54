// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <monitoring/monitortarget.h>
#include <monitoring/spawnersnapshot.h>

#include <QtCore/QByteArray>
#include <QtCore/QList>

namespace Spawn {

// What the terminal is told, for people (in lines that fit into so many columns; 0: any) and as an
// object a line for programs, whose members are those of the monitor's protocol.

QByteArray targetsText(const QList<MonitorTarget> &targets, int columns);
QByteArray targetsJson(const QList<MonitorTarget> &targets);
QByteArray snapshotText(const SpawnerSnapshot &snapshot, int columns);
QByteArray snapshotJson(const SpawnerSnapshot &snapshot); // one object
QByteArray restartsText(const QList<RestartSnapshot> &restarts, int columns);
QByteArray restartsJson(const QList<RestartSnapshot> &restarts);

} // namespace Spawn
