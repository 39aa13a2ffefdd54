// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobstatistics.h"

namespace Spawn {

template <class Value>
static Value &valueOf(const QString &script, QMap<QString, Value> &scripts, qsizetype maximum)
{
    if (scripts.contains(script) || scripts.size() < maximum)
        return scripts[script];
    return scripts[QString()];
}

static DurationSummary summary(const DurationHistogram &histogram)
{
    DurationSummary summary;
    summary.count = histogram.count();
    summary.p50 = histogram.percentile(0.5);
    summary.p90 = histogram.percentile(0.9);
    summary.p99 = histogram.percentile(0.99);
    summary.maximum = histogram.maximum();
    summary.powersOfTwo = histogram.powersOfTwo();
    return summary;
}

void JobStatistics::add(const Job &ended)
{
    Script &script = valueOf(ended.script, m_scripts, MaximumScripts);
    ++(ended.result.isSuccess() ? script.succeeded : script.failed);
    if (ended.attempts == 0)
        return; // it has not run
    script.retried += static_cast<quint64>(ended.attempts - 1);
    script.wait.add(ended.result.queued);
    script.run.add(ended.result.elapsed);
}

QMap<QString, JobScriptSnapshot> JobStatistics::scripts() const
{
    QMap<QString, JobScriptSnapshot> scripts;
    for (auto it = m_scripts.begin(); it != m_scripts.end(); ++it) {
        JobScriptSnapshot &snapshot = scripts[it.key()];
        snapshot.script = it.key();
        snapshot.succeeded = it->succeeded;
        snapshot.failed = it->failed;
        snapshot.retried = it->retried;
        snapshot.wait = summary(it->wait);
        snapshot.run = summary(it->run);
    }
    return scripts;
}

JobScriptSnapshot &JobStatistics::of(const QString &script,
                                     QMap<QString, JobScriptSnapshot> &scripts)
{
    JobScriptSnapshot &found = valueOf(script, scripts, MaximumScripts);
    if (found.script.isEmpty() && scripts.contains(script))
        found.script = script;
    return found;
}

} // namespace Spawn
