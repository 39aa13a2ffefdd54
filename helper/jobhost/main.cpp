// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "plugins.h"
#include "scriptengine.h"

#include <jobs/jobhost.h>

#include <QtCore/QCoreApplication>

#include <optional>

using namespace Spawn;
using namespace Qt::StringLiterals;

// The job host for those that have no program of their own: it runs JavaScript where there is no
// Node, and Qt plug-ins. By the protocol in job-protocol.md.
int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    Plugins plugins;
    std::optional<ScriptEngine> scripts; // made by the first script: plug-ins do not pay for it
    JobHost::handleOthers([&](const QJsonValue &payload, JobContext &job) {
        if (job.inlineSource().isNull() && job.script().endsWith(".so"_L1)) {
            plugins.run(payload, job);
            return;
        }
        if (!scripts)
            scripts.emplace();
        scripts->run(payload, job);
    });
    return JobHost::main(argc, argv);
}
