// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <jobs/jobcontext.h>

#include <QtCore/QJsonValue>
#include <QtCore/QtPlugin>

#define SpawnJobPlugin_iid "org.asyncspawner.JobPlugin/1"

namespace Spawn {

// A script that is a Qt plug-in: runner.run("plugins/tasks.so", payload).
//
//   class Tasks : public QObject, public Spawn::JobPlugin
//   {
//       Q_OBJECT
//       Q_PLUGIN_METADATA(IID SpawnJobPlugin_iid)
//       Q_INTERFACES(Spawn::JobPlugin)
//   public:
//       void run(const QJsonValue &payload, Spawn::JobContext &job) override;
//   };
//
// It is loaded by asyncspawner-jobhost, in a process of its own: what it does there, a crash
// included, is a result in the application. One instance serves all the jobs of a worker, one after
// the other.
class JobPlugin
{
public:
    virtual ~JobPlugin() = default;
    // May return before the job is finished.
    virtual void run(const QJsonValue &payload, JobContext &job) = 0;
};

} // namespace Spawn

Q_DECLARE_INTERFACE(Spawn::JobPlugin, SpawnJobPlugin_iid)
