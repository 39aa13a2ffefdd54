// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace Spawn {

// What a row of the page of the clusters stands for.
struct ClusterPart
{
    quint64 cluster = 0;
    QString socket; // by its address; empty: none
    quint64 worker = 0; // by its command; 0: none

    friend bool operator==(const ClusterPart &, const ClusterPart &) = default;
};

} // namespace Spawn
