// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobkind.h"

#include "jobs/tasks/tasks.h"

#include <jobs/jobhost.h>

#include <QtCore/QJsonObject>
#include <QtCore/QStandardPaths>

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark {

QList<JobKind> jobKinds()
{
    using Engine = JobOptions::ScriptEngine;
    const QString javaScript = QStringLiteral(BENCHMARK_JOB_SCRIPTS "/tasks.js");
    QList<JobKind> kinds{{u"program"_s, u"a program"_s, QStringLiteral(BENCHMARK_TASK_HOST)},
                         {u"function"_s, u"a function of the application"_s, u"tasks"_s}};
    if (!QStandardPaths::findExecutable(u"node"_s).isEmpty())
        kinds.append({u"node"_s, u"JavaScript under Node"_s, javaScript, Engine::Node});
#ifdef BENCHMARK_WITH_JOBHOST
    kinds.append({u"qml"_s, u"JavaScript under Qt"_s, javaScript, Engine::Qml});
#endif
    return kinds;
}

QJsonValue jobPayload(qint64 number)
{
    return QJsonObject{{u"do"_s, u"echo"_s}, {u"value"_s, u"job number %1"_s.arg(number)}};
}

void handleJobs()
{
    JobHost::handle(u"tasks"_s, &runTask);
}

} // namespace Spawn::Benchmark
