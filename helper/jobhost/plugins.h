// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QHash>
#include <QtCore/QJsonValue>
#include <QtCore/QString>

namespace Spawn {

class JobContext;
class JobPlugin;

// Jobs whose scripts are Qt plug-ins. An instance stays for the life of the process.
class Plugins final
{
public:
    void run(const QJsonValue &payload, JobContext &job);

private:
    JobPlugin *load(JobContext &job);

    QHash<QString, JobPlugin *> m_loaded; // by path
};

} // namespace Spawn
