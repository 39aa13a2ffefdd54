// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "monitoring/spawnersnapshot.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>

namespace Spawn {

// A snapshot's parts as the monitor's protocol has them (resources/doc/monitor-protocol.md). A
// member that has its default value is left out. Reading takes what is there and of the right kind,
// and leaves the rest as it is in a snapshot that nobody has filled: the peer may be of another
// version, or lie.

QJsonObject toJson(const CommandSnapshot &command);
QJsonObject toJson(const HelperSnapshot &helper);
QJsonObject toJson(const QueueSnapshot &queue);
QJsonObject toJson(const RestartSnapshot &restart);
QJsonObject toJson(const LogSnapshot &line);
QJsonObject toJson(const SpawnerError &failure);
// All but the lists: who and when, outcomes, helper, queue.
QJsonObject summaryToJson(const SpawnerSnapshot &snapshot);

CommandSnapshot commandFromJson(const QJsonObject &object);
RestartSnapshot restartFromJson(const QJsonObject &object);
LogSnapshot logFromJson(const QJsonObject &object);
void readSummary(const QJsonObject &object, SpawnerSnapshot &snapshot); // only what it has

template <class List>
QJsonArray toJsonArray(const List &list)
{
    QJsonArray array;
    for (const auto &element : list)
        array.append(toJson(element));
    return array;
}

} // namespace Spawn
