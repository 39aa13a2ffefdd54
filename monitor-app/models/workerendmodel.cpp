// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workerendmodel.h"

#include "models/commandtext.h"
#include "models/mark.h"
#include "models/momenttext.h"
#include "models/plaintooltip.h"
#include "models/quantity.h"
#include "models/workertext.h"

#include <utility>

namespace Spawn {

static QString cellText(const WorkerEnd &end, int column, qint64 now)
{
    switch (column) {
    case WorkerEndModel::WhenColumn:
        return momentText(end.time, now);
    case WorkerEndModel::WorkerColumn:
        return programName(end.program);
    case WorkerEndModel::ProcessColumn:
        return end.processId == 0 ? QString() : QString::number(end.processId);
    case WorkerEndModel::CauseColumn:
        return causeText(end);
    case WorkerEndModel::UptimeColumn:
        return spanText(end.uptime);
    case WorkerEndModel::HandledColumn:
        return countText(end.handled);
    case WorkerEndModel::SentAgainColumn:
        return countText(quint64(end.sentAgain));
    case WorkerEndModel::LostColumn:
        return countText(quint64(end.dropped));
    case WorkerEndModel::BackOffColumn:
        return spanText(end.backOff);
    }
    return {};
}

static QVariant sortValue(const WorkerEnd &end, int column)
{
    switch (column) {
    case WorkerEndModel::WhenColumn:
        return end.number;
    case WorkerEndModel::ProcessColumn:
        return end.processId;
    case WorkerEndModel::UptimeColumn:
        return qint64(end.uptime.count());
    case WorkerEndModel::HandledColumn:
        return end.handled;
    case WorkerEndModel::SentAgainColumn:
        return end.sentAgain;
    case WorkerEndModel::LostColumn:
        return end.dropped;
    case WorkerEndModel::BackOffColumn:
        return qint64(end.backOff.count());
    }
    return cellText(end, column, 0);
}

static int cellAlignment(int column)
{
    const bool left = column == WorkerEndModel::WhenColumn || column == WorkerEndModel::WorkerColumn
        || column == WorkerEndModel::CauseColumn;
    return int(Qt::AlignVCenter | (left ? Qt::AlignLeft : Qt::AlignRight));
}

// A zero there is as it should be.
static bool isQuiet(const WorkerEnd &end, int column)
{
    switch (column) {
    case WorkerEndModel::ProcessColumn:
        return true;
    case WorkerEndModel::SentAgainColumn:
        return end.sentAgain == 0;
    case WorkerEndModel::LostColumn:
        return end.dropped == 0;
    case WorkerEndModel::BackOffColumn:
        return end.backOff.count() == 0;
    default:
        return false;
    }
}

QVariant WorkerEndModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const WorkerEnd &end = at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return cellText(end, column, now());
    case Qt::ToolTipRole:
        if (column == CauseColumn)
            return plainToolTip(end.text);
        return column == WorkerColumn ? QVariant(plainToolTip(end.program)) : QVariant();
    case Qt::TextAlignmentRole:
        return cellAlignment(column);
    case MarkRole:
        return column == CauseColumn ? QVariant::fromValue(workerEndMark(end.reason)) : QVariant();
    case SortRole:
        return sortValue(end, column);
    case IdRole:
        return end.number;
    case FiguresRole:
        return column != CauseColumn && column != WorkerColumn;
    case QuietRole:
        return isQuiet(end, column);
    }
    return {};
}

QVariant WorkerEndModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return cellAlignment(section);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case WhenColumn:
        return QStringLiteral("When");
    case WorkerColumn:
        return QStringLiteral("Worker");
    case ProcessColumn:
        return QStringLiteral("Process");
    case CauseColumn:
        return QStringLiteral("Cause");
    case UptimeColumn:
        return QStringLiteral("Uptime");
    case HandledColumn:
        return QStringLiteral("Handled");
    case SentAgainColumn:
        return QStringLiteral("Sent again");
    case LostColumn:
        return QStringLiteral("Lost");
    case BackOffColumn:
        return QStringLiteral("Back-off");
    }
    return {};
}

} // namespace Spawn
