// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/tasks/tasks.h"

#include <jobs/jobplugin.h>

// As in the comment of JobPlugin.
class Tasks : public QObject, public Spawn::JobPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID SpawnJobPlugin_iid)
    Q_INTERFACES(Spawn::JobPlugin)
public:
    void run(const QJsonValue &payload, Spawn::JobContext &job) override;
};

void Tasks::run(const QJsonValue &payload, Spawn::JobContext &job)
{
    runTask(payload, job);
}

#include "plugin.moc"
