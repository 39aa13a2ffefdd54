// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace Spawn {

// What /proc tells of a process.
struct RunningProcess
{
    bool isRunning = false; // a zombie is not
    qint64 parent = 0;
    qint64 userId = -1; // the effective one; -1: not known
    QString user; // its name, or the number
    qint64 started = 0; // milliseconds since the epoch
};

RunningProcess runningProcess(qint64 processId);
// Whether it is the ancestor, or has come of it.
bool descendsFrom(qint64 processId, qint64 ancestor);

} // namespace Spawn
