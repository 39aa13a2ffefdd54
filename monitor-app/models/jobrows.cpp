// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/jobrows.h"

#include "models/commandtext.h"
#include "models/jobtext.h"
#include "models/plaintooltip.h"
#include "models/quantity.h"

#include <QtCore/QHash>

namespace Spawn {

using std::chrono::microseconds;

// What adds up from the scripts to their runner.
struct JobSum
{
    quint64 succeeded = 0;
    quint64 failed = 0;
    quint64 retried = 0;
};

static QString &cellOf(JobRow &row, JobColumn column)
{
    return row.texts[size_t(column)];
}

static QString &tipOf(JobRow &row, JobColumn column)
{
    return row.toolTips[size_t(column)];
}

static void setCounts(JobRow &row, qint64 queued, qint64 running, const JobSum &sum)
{
    cellOf(row, JobColumn::Queued) = countText(quint64(std::max<qint64>(0, queued)));
    cellOf(row, JobColumn::Running) = countText(quint64(std::max<qint64>(0, running)));
    cellOf(row, JobColumn::Succeeded) = countText(sum.succeeded);
    cellOf(row, JobColumn::Failed) = countText(sum.failed);
    cellOf(row, JobColumn::Retried) = countText(sum.retried);
}

static void setSummary(JobRow &row, JobColumn median, const DurationSummary &summary)
{
    if (summary.count == 0)
        return;
    const microseconds shares[] = {summary.p50, summary.p90, summary.p99};
    for (int i = 0; i < 3; ++i) {
        const auto column = JobColumn(int(median) + i);
        cellOf(row, column) = durationText(shares[i]);
        tipOf(row, column) = QStringLiteral("Of %1 jobs; the longest took %2")
                                 .arg(countText(summary.count), durationText(summary.maximum));
    }
}

static std::unique_ptr<JobRow> scriptRow(quint64 runner, const JobScriptSnapshot &script)
{
    auto row = std::make_unique<JobRow>();
    row->part = {runner, script.script, 0};
    cellOf(*row, JobColumn::Name) = scriptText(script.script);
    tipOf(*row, JobColumn::Name) = script.script.isEmpty()
        ? QStringLiteral("All scripts after the first hundred")
        : plainToolTip(script.script);
    const bool runs = script.running > 0;
    cellOf(*row, JobColumn::State) = runs ? QStringLiteral("Running")
        : script.queued > 0               ? QStringLiteral("Queued")
                                          : QStringLiteral("Idle");
    row->state = runs       ? Mark{Glyph::Triangle, Tone::Accent}
        : script.queued > 0 ? Mark{Glyph::Ring, Tone::Neutral}
                            : Mark{Glyph::Dot, Tone::Neutral};
    setCounts(*row, script.queued, script.running,
              {script.succeeded, script.failed, script.retried});
    setSummary(*row, JobColumn::Wait, script.wait);
    setSummary(*row, JobColumn::Run, script.run);
    return row;
}

static std::unique_ptr<JobRow> jobRow(const JobPart &part, const JobSnapshot &job,
                                      const SpawnerSnapshot &snapshot, bool starting, qint64 now)
{
    auto row = std::make_unique<JobRow>();
    row->part = part;
    cellOf(*row, JobColumn::Name) = QStringLiteral("Job #%1").arg(job.id);
    tipOf(*row, JobColumn::Name) = plainToolTip(valueText(job.payload).left(1000));
    cellOf(*row, JobColumn::State)
        = starting ? QStringLiteral("Starting") : jobStateWord(job.state);
    row->state = starting ? Mark{Glyph::HalfRing, Tone::Accent} : jobMark(job.state);
    if (job.state == JobSnapshot::State::Resting)
        tipOf(*row, JobColumn::State) = QStringLiteral("Until it is tried again");
    else if (job.priority != 0)
        tipOf(*row, JobColumn::State) = QStringLiteral("Priority %1").arg(job.priority);
    cellOf(*row, JobColumn::Progress) = valueText(job.progress).left(200);
    tipOf(*row, JobColumn::Progress) = plainToolTip(valueText(job.progress).left(1000));
    const auto command = snapshot.commands.constFind(job.command);
    if (job.command != 0 && command != snapshot.commands.cend() && command->processId != 0)
        cellOf(*row, JobColumn::ProcessId) = QString::number(command->processId);
    cellOf(*row, JobColumn::Retried) = QString::number(std::max(0, job.attempts - 1));
    cellOf(*row, JobColumn::Wait) = secondsText(waitedOf(job, now), 1);
    if (const microseconds ran = ranOf(job, now); ran.count() >= 0)
        cellOf(*row, JobColumn::Run) = secondsText(ran, 1);
    return row;
}

static void addJobs(JobRow &runnerRow, const JobRunnerSnapshot &runner,
                    const SpawnerSnapshot &snapshot, qint64 now)
{
    QHash<QString, JobRow *> scripts;
    for (const auto &script : runnerRow.rows)
        scripts.insert(*script->part.script, script.get());
    QHash<quint64, JobWorkerSnapshot::State> workers;
    for (const JobWorkerSnapshot &worker : runner.workers)
        workers.insert(worker.command, worker.state);
    for (const JobSnapshot &job : runner.jobs) {
        JobRow *script = scripts.value(job.script);
        if (script == nullptr) // after the first hundred
            script = scripts.value(QString());
        if (script == nullptr)
            continue;
        const bool starting = job.command != 0
            && workers.value(job.command, JobWorkerSnapshot::State::Busy)
                == JobWorkerSnapshot::State::Starting;
        script->add(
            jobRow({runner.number, script->part.script, job.id}, job, snapshot, starting, now));
    }
}

static void setRunnerState(JobRow &row, const JobRunnerSnapshot &runner)
{
    cellOf(row, JobColumn::State) = runner.closing
        ? QStringLiteral("Closing")
        : QStringLiteral("%1 of %2 running")
              .arg(countText(quint64(std::max<qint64>(0, runner.running))),
                   countText(quint64(std::max(0, runner.maxWorkerCount))));
    row.state = runner.closing ? Mark{Glyph::Door, Tone::Neutral}
        : runner.running > 0   ? Mark{Glyph::Triangle, Tone::Accent}
                               : Mark{Glyph::Ring, Tone::Neutral};
    QString workers = QStringLiteral("%1 of %2 processes")
                          .arg(countText(quint64(runner.workers.size())),
                               countText(quint64(std::max(0, runner.maxProcessCount))));
    if (runner.protocolFaults > 0) {
        row.state = {Glyph::WarningSign, Tone::Warn};
        workers += QStringLiteral("; %1 answers to no job were dropped")
                       .arg(countText(quint64(runner.protocolFaults)));
    }
    tipOf(row, JobColumn::State) = workers;
}

std::unique_ptr<JobRow> jobRows(const SpawnerSnapshot &snapshot, qint64 now)
{
    auto all = std::make_unique<JobRow>();
    for (const JobRunnerSnapshot &runner : snapshot.jobRunners) {
        JobRow *const row = all->add(std::make_unique<JobRow>());
        row->part.runner = runner.number;
        JobSum sum;
        for (const JobScriptSnapshot &script : runner.scripts) {
            row->add(scriptRow(runner.number, script));
            sum.succeeded += script.succeeded;
            sum.failed += script.failed;
            sum.retried += script.retried;
        }
        addJobs(*row, runner, snapshot, now);
        cellOf(*row, JobColumn::Name) = runnerText(runner);
        setRunnerState(*row, runner);
        setCounts(*row, runner.queued, runner.running, sum);
    }
    return all;
}

} // namespace Spawn
