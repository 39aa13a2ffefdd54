// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/jobsquery.h"

#include "models/commandtext.h"
#include "models/jobrows.h"
#include "models/jobtext.h"
#include "models/momenttext.h"
#include "models/quantity.h"
#include "models/terminaltext.h"
#include "models/texttable.h"
#include "query/endsjson.h"

#include <monitoring/snapshotjson.h>

#include <algorithm>

namespace Spawn {

using namespace Qt::StringLiterals;
using Align = TextTable::Align;

static constexpr qsizetype ShownJobEnds = 20;

static void addJobRows(TextTable &table, const JobRow &parent, int depth)
{
    for (const auto &row : parent.rows) {
        const auto text = [&row](JobColumn column) {
            return row->texts[size_t(column)];
        };
        table.addRow({QString(2 * depth, u' ') + text(JobColumn::Name), text(JobColumn::State),
                      text(JobColumn::ProcessId), text(JobColumn::Queued), text(JobColumn::Running),
                      text(JobColumn::Succeeded), text(JobColumn::Failed), text(JobColumn::Retried),
                      text(JobColumn::Wait), text(JobColumn::Wait99), text(JobColumn::Run),
                      text(JobColumn::Run99), text(JobColumn::Progress)});
        addJobRows(table, *row, depth + 1);
    }
}

static QByteArray jobEndsText(const QList<JobEnd> &ends, qint64 now, int columns)
{
    TextTable table({{u"ENDED"_s},
                     {u"JOB"_s, Align::Right},
                     {u"SCRIPT"_s},
                     {u"ATTEMPTS"_s, Align::Right},
                     {u"PROCESS"_s, Align::Right},
                     {u"WAIT"_s, Align::Right},
                     {u"RUN"_s, Align::Right},
                     {u"OUTCOME"_s}});
    for (const JobEnd &end : ends.mid(qMax(0, ends.size() - ShownJobEnds))) {
        table.addRow({momentText(end.time, now), QString::number(end.job), scriptText(end.script),
                      QString::number(end.attempts),
                      end.processId == 0 ? QString() : QString::number(end.processId),
                      durationText(end.queued), durationText(end.elapsed), outcomeText(end)});
    }
    return table.isEmpty() ? QByteArray() : '\n' + table.text(columns);
}

QByteArray jobsText(const SpawnerSnapshot &snapshot, int columns)
{
    if (snapshot.jobRunners.isEmpty() && snapshot.jobEnds.isEmpty())
        return "This application runs no jobs. It shows its runners with MonitorServer::add(), or "
               "when it\nruns with ASYNCSPAWNER_MONITOR=1 in its environment.\n";
    TextTable table({{u"RUNNER"_s},
                     {u"STATE"_s},
                     {u"PROCESS"_s, Align::Right},
                     {u"QUEUED"_s, Align::Right},
                     {u"RUNNING"_s, Align::Right},
                     {u"SUCCEEDED"_s, Align::Right},
                     {u"FAILED"_s, Align::Right},
                     {u"RETRIED"_s, Align::Right},
                     {u"WAIT"_s, Align::Right},
                     {u"P99"_s, Align::Right},
                     {u"RUN"_s, Align::Right},
                     {u"P99"_s, Align::Right},
                     {u"PROGRESS"_s}});
    addJobRows(table, *jobRows(snapshot, snapshot.time), 0);
    return table.text(columns) + jobEndsText(snapshot.jobEnds, snapshot.time, columns);
}

QByteArray jobsJson(const SpawnerSnapshot &snapshot)
{
    return jsonWithEnds(snapshot.jobRunners, snapshot.jobEnds, &JobEnd::runner);
}

// ---- What is named -----------------------------------------------------------------------------

// Of a long queue only the first jobs are told: one that is not there may wait behind them.
static bool mayHave(const JobRunnerSnapshot &runner, quint64 id)
{
    const auto isIt = [id](const JobSnapshot &job) {
        return job.id == id;
    };
    const auto told = std::count_if(runner.jobs.begin(), runner.jobs.end(), [](const auto &job) {
        return job.state != JobSnapshot::State::Running;
    });
    return std::any_of(runner.jobs.begin(), runner.jobs.end(), isIt)
        || (runner.queued > told && !runner.jobs.isEmpty() && id > runner.jobs.first().id);
}

NamedJobs findJobs(const SpawnerSnapshot &snapshot, const QStringList &names)
{
    NamedJobs found;
    for (const QString &name : names) {
        const QString shown = printableText(name.toUtf8());
        const qsizetype slash = name.lastIndexOf(u'/');
        const QString ofRunner = name.left(std::max<qsizetype>(0, slash));
        bool isNumber = false;
        const quint64 id = name.mid(slash + 1).toULongLong(&isNumber);
        if (!isNumber)
            return {u"\"%1\" is not the number of a job."_s.arg(shown), {}};
        QList<quint64> runners;
        for (const JobRunnerSnapshot &runner : snapshot.jobRunners) {
            const bool isMeant = slash < 0 || ofRunner == runner.name
                || ofRunner == QString::number(runner.number);
            if (isMeant && mayHave(runner, id))
                runners += runner.number;
        }
        if (runners.isEmpty())
            return {u"No job %1 waits or runs."_s.arg(shown), {}};
        if (runners.size() > 1)
            return {u"More than one runner has a job %1: name it %2/%1."_s.arg(shown).arg(
                        runners.first()),
                    {}};
        found.ofRunners[runners.first()] += id;
    }
    return found;
}

NamedScripts findScripts(const SpawnerSnapshot &snapshot, const QString &name)
{
    NamedScripts found;
    for (const JobRunnerSnapshot &runner : snapshot.jobRunners) {
        if (name.isEmpty()) {
            found.ofRunners.insert(runner.number, {});
            continue;
        }
        QStringList known;
        for (const JobScriptSnapshot &script : runner.scripts)
            known += script.script;
        for (const JobWorkerSnapshot &worker : runner.workers)
            known += worker.script;
        const QString *const whole = known.contains(name) ? &name : nullptr;
        QStringList matching;
        for (const QString &script : std::as_const(known)) {
            if (!script.isEmpty() && programName(script) == name && !matching.contains(script))
                matching += script;
        }
        // A worker's path is that of a script.
        if (whole == nullptr && matching.size() > 1)
            matching.removeIf([](const QString &script) { return !script.startsWith(u'/'); });
        if (whole == nullptr && matching.size() > 1)
            return {u"More than one script is \"%1\"."_s.arg(printableText(name.toUtf8())), {}};
        if (whole != nullptr || !matching.isEmpty())
            found.ofRunners.insert(runner.number, whole != nullptr ? name : matching.first());
    }
    if (found.ofRunners.isEmpty()) {
        found.problem = name.isEmpty()
            ? u"It shows no runner."_s
            : u"No runner has a script \"%1\"."_s.arg(printableText(name.toUtf8()));
    }
    return found;
}

} // namespace Spawn
