// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <monitoring/spawnersnapshot.h>

#include <QtCore/QByteArray>
#include <QtCore/QMap>
#include <QtCore/QStringList>

namespace Spawn {

// Runners, their scripts and the jobs that wait and run as a tree of lines, then how jobs ended
// lately.
QByteArray jobsText(const SpawnerSnapshot &snapshot, int columns);
// An object for each runner, as in the monitor's protocol, with its "ends".
QByteArray jobsJson(const SpawnerSnapshot &snapshot);

// Jobs as a command line names them: by their numbers, with that or the name of their runner and a
// slash before it where there are several.
struct NamedJobs
{
    QString problem; // empty: they have been found
    QMap<quint64, QList<quint64>> ofRunners;
};
NamedJobs findJobs(const SpawnerSnapshot &snapshot, const QStringList &names);

// A script by all of its name, or what is behind the last slash; empty: all. It may be that of
// several runners.
struct NamedScripts
{
    QString problem;
    QMap<quint64, QString> ofRunners;
};
NamedScripts findScripts(const SpawnerSnapshot &snapshot, const QString &name);

} // namespace Spawn
