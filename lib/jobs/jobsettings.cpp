// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobsettings.h"

#include "spawner/text.h"

#include <QtCore/QDir>

#include <limits>

namespace Spawn {

using namespace std::chrono_literals;

static constexpr int LowestNice = -20;
static constexpr int HighestNice = 19;

JobSettings::JobSettings(const JobOptions &options)
    : timeout(options.timeout.value_or(0ms)), niceLevel(options.niceLevel),
      lockFile(options.lockFile.value_or(QString())),
      idleTimeout(options.idleTimeout.value_or(0ms)), exitTimeout(options.exitTimeout.value_or(2s)),
      maxUseCount(options.maxUseCount.value_or(1)),
      scriptDirectory(QDir().absoluteFilePath(options.scriptDirectory.value_or(QString()))),
      preloads(options.preloads.value_or(QMap<QString, QString>())),
      inlineSource(options.inlineSource.value_or(QString())),
      retryLimit(options.retryLimit.value_or(0)), priority(options.priority.value_or(0)),
      maxMemory(options.maxMemory.value_or(0)), retryDelay(options.retryDelay.value_or(100ms)),
      sharedWorkers(options.sharedWorkers.value_or(false)),
      scriptEngine(options.scriptEngine.value_or(JobOptions::ScriptEngine::Automatic))
{
    for (QString &path : preloads) {
        if (path.startsWith(QLatin1Char('.')))
            path = QDir(scriptDirectory).absoluteFilePath(path);
    }
}

QString JobSettings::problemOf(const JobOptions &options)
{
    QString problem;
    const auto check = [&](const char *name, qint64 value, qint64 lowest, qint64 highest) {
        if (!problem.isEmpty() || (value >= lowest && value <= highest))
            return;
        problem = highest == std::numeric_limits<qint64>::max()
            ? Text::tr("The option %1 is %2, and has to be at least %3")
                  .arg(QLatin1StringView(name))
                  .arg(value)
                  .arg(lowest)
            : Text::tr("The option %1 is %2, and has to be from %3 to %4")
                  .arg(QLatin1StringView(name))
                  .arg(value)
                  .arg(lowest)
                  .arg(highest);
    };
    const auto checkTime = [&](const char *name, std::optional<std::chrono::milliseconds> time) {
        // More than a timer takes is as good as no limit, and more likely a wrong unit.
        check(name, time.value_or(0ms).count(), 0, std::numeric_limits<int>::max());
    };
    checkTime("timeout", options.timeout);
    check("niceLevel", options.niceLevel.value_or(0), LowestNice, HighestNice);
    checkTime("idleTimeout", options.idleTimeout);
    checkTime("exitTimeout", options.exitTimeout);
    check("maxUseCount", options.maxUseCount.value_or(1), 1, std::numeric_limits<qint64>::max());
    check("retryLimit", options.retryLimit.value_or(0), 0, std::numeric_limits<qint64>::max());
    check("maxMemory", options.maxMemory.value_or(0), 0, std::numeric_limits<qint64>::max());
    checkTime("retryDelay", options.retryDelay);
    return problem;
}

} // namespace Spawn
