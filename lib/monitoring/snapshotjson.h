// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <monitoring/spawnersnapshot.h>
#include <spawner/export.h>

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>

namespace Spawn {

// A snapshot's parts as the monitor's protocol has them (resources/doc/monitor-protocol.md). A
// member that has its default value is left out. Reading takes what is there and of the right kind,
// and leaves the rest as it is in a snapshot that nobody has filled: the peer may be of another
// version, or lie.

ASYNCSPAWNER_EXPORT QJsonObject toJson(const CommandSnapshot &command);
ASYNCSPAWNER_EXPORT QJsonObject toJson(const HelperSnapshot &helper);
ASYNCSPAWNER_EXPORT QJsonObject toJson(const QueueSnapshot &queue);
ASYNCSPAWNER_EXPORT QJsonObject toJson(const RestartSnapshot &restart);
ASYNCSPAWNER_EXPORT QJsonObject toJson(const LogSnapshot &line);
ASYNCSPAWNER_EXPORT QJsonObject toJson(const SpawnerError &failure);
ASYNCSPAWNER_EXPORT QJsonObject toJson(const PoolSnapshot &pool);
ASYNCSPAWNER_EXPORT QJsonObject toJson(const WorkerEnd &end);
ASYNCSPAWNER_EXPORT QJsonObject toJson(const JobRunnerSnapshot &runner);
ASYNCSPAWNER_EXPORT QJsonObject toJson(const JobEnd &end);
ASYNCSPAWNER_EXPORT QJsonObject toJson(const ClusterSnapshot &cluster);
ASYNCSPAWNER_EXPORT QJsonObject toJson(const ClusterWorkerEnd &end);
// All but the lists: who and when, outcomes, helper, queue.
ASYNCSPAWNER_EXPORT QJsonObject summaryToJson(const SpawnerSnapshot &snapshot);

ASYNCSPAWNER_EXPORT CommandSnapshot commandFromJson(const QJsonObject &object);
ASYNCSPAWNER_EXPORT RestartSnapshot restartFromJson(const QJsonObject &object);
ASYNCSPAWNER_EXPORT LogSnapshot logFromJson(const QJsonObject &object);
ASYNCSPAWNER_EXPORT PoolSnapshot poolFromJson(const QJsonObject &object);
ASYNCSPAWNER_EXPORT WorkerEnd workerEndFromJson(const QJsonObject &object);
ASYNCSPAWNER_EXPORT JobRunnerSnapshot jobRunnerFromJson(const QJsonObject &object);
ASYNCSPAWNER_EXPORT JobEnd jobEndFromJson(const QJsonObject &object);
ASYNCSPAWNER_EXPORT ClusterSnapshot clusterFromJson(const QJsonObject &object);
ASYNCSPAWNER_EXPORT ClusterWorkerEnd clusterEndFromJson(const QJsonObject &object);
ASYNCSPAWNER_EXPORT void readSummary(const QJsonObject &object,
                                     SpawnerSnapshot &snapshot); // only what it has

template <class List>
QJsonArray toJsonArray(const List &list)
{
    QJsonArray array;
    for (const auto &element : list)
        array.append(toJson(element));
    return array;
}

} // namespace Spawn
