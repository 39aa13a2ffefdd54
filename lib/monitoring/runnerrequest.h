// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QList>
#include <QtCore/QString>

namespace Spawn {

// What a monitor asks of a runner.
struct RunnerRequest
{
    enum class What { CancelJobs, ReloadScript, PurgeWorkers };

    What what = What::CancelJobs;
    quint64 runner = 0;
    QString script; // as it was asked for, or a worker's path; empty: all
    QList<quint64> jobs;
};

} // namespace Spawn
