// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "plugins.h"

#include <jobs/jobplugin.h>

#include <QtCore/QFileInfo>
#include <QtCore/QJsonObject>
#include <QtCore/QPluginLoader>

namespace Spawn {

using namespace Qt::StringLiterals;

void Plugins::run(const QJsonValue &payload, JobContext &job)
{
    JobPlugin *&plugin = m_loaded[job.script()];
    if (plugin == nullptr)
        plugin = load(job);
    if (plugin != nullptr)
        plugin->run(payload, job);
}

// Null: the job has failed.
JobPlugin *Plugins::load(JobContext &job)
{
    const QFileInfo file(job.script());
    if (!file.isFile()) {
        // As a script that is not there.
        job.fail(QJsonObject{{"message"_L1, u"Cannot find module '%1'"_s.arg(job.script())},
                             {"code"_L1, u"MODULE_NOT_FOUND"_s}});
        return nullptr;
    }
    QPluginLoader loader(file.absoluteFilePath());
    QObject *const instance = loader.instance();
    auto *const plugin = qobject_cast<JobPlugin *>(instance);
    if (plugin == nullptr) {
        const QString reason = instance == nullptr
            ? loader.errorString()
            : u"it does not implement %1"_s.arg(QLatin1StringView(SpawnJobPlugin_iid));
        job.fail(u"\"%1\" is no plug-in for jobs: %2"_s.arg(job.script(), reason));
    }
    return plugin;
}

} // namespace Spawn
