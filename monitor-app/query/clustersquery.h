// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <monitoring/spawnersnapshot.h>

#include <QtCore/QByteArray>
#include <QtCore/QStringList>

namespace Spawn {

// Clusters, their sockets and their workers as a tree of lines, then how workers ended lately.
QByteArray clustersText(const SpawnerSnapshot &snapshot, int columns);
// An object for each cluster, as in the monitor's protocol, with its "ends".
QByteArray clustersJson(const SpawnerSnapshot &snapshot);

// Clusters as a command line names them: by their name or number; empty: all.
struct NamedClusters
{
    QString problem; // empty: they have been found
    QList<quint64> numbers;
};
NamedClusters findClusters(const SpawnerSnapshot &snapshot, const QString &name);

} // namespace Spawn
