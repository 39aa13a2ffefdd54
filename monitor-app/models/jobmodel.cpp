// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/jobmodel.h"

namespace Spawn {

// As JobColumn.
static QList<TreeColumn> jobColumns()
{
    const auto share = [](const QString &what, const QString &title, int percent) {
        return TreeColumn{title, true, false,
                          QStringLiteral("%1 % of a script's jobs %2 less").arg(percent).arg(what)};
    };
    const QString waited = QStringLiteral("waited");
    const QString ran = QStringLiteral("ran");
    return {
        {QStringLiteral("Name")},
        {QStringLiteral("State")},
        {QStringLiteral("Progress"), false, false, QStringLiteral("What the job has said last")},
        {QStringLiteral("Worker"), true, true, QStringLiteral("Its process")},
        {QStringLiteral("Queued"), true},
        {QStringLiteral("Running"), true},
        {QStringLiteral("Succeeded"), true},
        {QStringLiteral("Failed"), true},
        {QStringLiteral("Retried"), true, false, QStringLiteral("Attempts beyond the first")},
        {QStringLiteral("Wait"), true, false,
         QStringLiteral("Of a job; half of a script's jobs waited less")},
        share(waited, QStringLiteral("p90"), 90),
        share(waited, QStringLiteral("p99"), 99),
        {QStringLiteral("Run"), true, false,
         QStringLiteral("Of a job; half of a script's jobs ran less")},
        share(ran, QStringLiteral("p90"), 90),
        share(ran, QStringLiteral("p99"), 99),
    };
}

JobModel::JobModel(QObject *parent) : TreeModel(jobColumns(), int(JobColumn::State), parent) { }

void JobModel::setRunners(const SpawnerSnapshot &snapshot, qint64 now)
{
    setRows(jobRows(snapshot, now));
}

QModelIndex JobModel::indexOf(const JobPart &part) const
{
    return indexBelow({{part.runner, {}, 0}, {part.runner, part.script, 0}, part});
}

} // namespace Spawn
