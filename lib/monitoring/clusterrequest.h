// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QtGlobal>

#include <chrono>

namespace Spawn {

// What a monitor asks of a cluster. Its workers are ended by their commands, as any others.
struct ClusterRequest
{
    enum class What { Reload, StartWorker, DisconnectWorkers };

    What what = What::Reload;
    quint64 cluster = 0;
    std::chrono::milliseconds deadline{0};
};

} // namespace Spawn
