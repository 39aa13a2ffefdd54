// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QList>
#include <QtCore/QString>

namespace Spawn {

// What a monitor asks of a pool.
struct PoolRequest
{
    enum class What { AddWorker, RemoveWorkers, RestartWorkers };

    What what = What::RestartWorkers;
    quint64 pool = 0;
    QString program;
    QList<quint64> workers; // by their commands; none: all of the program
};

} // namespace Spawn
