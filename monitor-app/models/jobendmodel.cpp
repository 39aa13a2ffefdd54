// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/jobendmodel.h"

#include "models/jobtext.h"
#include "models/mark.h"
#include "models/plaintooltip.h"
#include "models/quantity.h"

namespace Spawn {

static QString endCell(const JobEnd &end, int column, qint64 now)
{
    switch (column) {
    case JobEndModel::WhenColumn:
        return momentText(end.time, now);
    case JobEndModel::JobNumberColumn:
        return QString::number(end.job);
    case JobEndModel::ScriptColumn:
        return scriptText(end.script);
    case JobEndModel::OutcomeColumn:
        return outcomeText(end);
    case JobEndModel::AttemptsColumn:
        return QString::number(end.attempts);
    case JobEndModel::WorkerColumn:
        return end.processId == 0 ? QString() : QString::number(end.processId);
    case JobEndModel::WaitColumn:
        return durationText(end.queued);
    case JobEndModel::RunColumn:
        return end.attempts == 0 ? QString() : durationText(end.elapsed);
    }
    return {};
}

static QVariant endSortValue(const JobEnd &end, int column)
{
    switch (column) {
    case JobEndModel::WhenColumn:
        return end.number;
    case JobEndModel::JobNumberColumn:
        return end.job;
    case JobEndModel::AttemptsColumn:
        return end.attempts;
    case JobEndModel::WorkerColumn:
        return end.processId;
    case JobEndModel::WaitColumn:
        return qint64(end.queued.count());
    case JobEndModel::RunColumn:
        return qint64(end.elapsed.count());
    }
    return endCell(end, column, 0);
}

static bool isWords(int column)
{
    return column == JobEndModel::ScriptColumn || column == JobEndModel::OutcomeColumn;
}

static int endAlignment(int column)
{
    const bool left = column == JobEndModel::WhenColumn || isWords(column);
    return int(Qt::AlignVCenter | (left ? Qt::AlignLeft : Qt::AlignRight));
}

static QVariant endToolTip(const JobEnd &end, int column)
{
    switch (column) {
    case JobEndModel::ScriptColumn:
        return plainToolTip(end.script);
    case JobEndModel::OutcomeColumn:
        return end.text.isEmpty() ? QVariant() : plainToolTip(end.text.left(2000));
    }
    return {};
}

QVariant JobEndModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const JobEnd &end = at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return endCell(end, column, now());
    case Qt::ToolTipRole:
        return endToolTip(end, column);
    case Qt::TextAlignmentRole:
        return endAlignment(column);
    case MarkRole:
        return column == OutcomeColumn ? QVariant::fromValue(jobEndMark(end.error)) : QVariant();
    case SortRole:
        return endSortValue(end, column);
    case IdRole:
        return end.number;
    case FiguresRole:
        return !isWords(column);
    case QuietRole:
        return column == WorkerColumn || (column == AttemptsColumn && end.attempts <= 1);
    }
    return {};
}

QVariant JobEndModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return endAlignment(section);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case WhenColumn:
        return QStringLiteral("When");
    case JobNumberColumn:
        return QStringLiteral("Job");
    case ScriptColumn:
        return QStringLiteral("Script");
    case OutcomeColumn:
        return QStringLiteral("Outcome");
    case AttemptsColumn:
        return QStringLiteral("Attempts");
    case WorkerColumn:
        return QStringLiteral("Worker");
    case WaitColumn:
        return QStringLiteral("Wait");
    case RunColumn:
        return QStringLiteral("Run");
    }
    return {};
}

} // namespace Spawn
