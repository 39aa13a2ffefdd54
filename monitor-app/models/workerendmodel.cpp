// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workerendmodel.h"

#include "models/commandtext.h"
#include "models/historychange.h"
#include "models/mark.h"
#include "models/momenttext.h"
#include "models/plaintooltip.h"
#include "models/quantity.h"
#include "models/workertext.h"

#include <utility>

namespace Spawn {

void WorkerEndModel::setEnds(const QList<WorkerEnd> &oldestFirst, qint64 now)
{
    const qint64 before = std::exchange(m_now, now);
    const HistoryChange change = historyChange(m_ends, oldestFirst);
    if (!change.continues) {
        if (m_ends.isEmpty() && oldestFirst.isEmpty())
            return;
        beginResetModel();
        m_ends = QList<WorkerEnd>(oldestFirst.rbegin(), oldestFirst.rend());
        endResetModel();
        return;
    }
    if (change.forgotten > 0) {
        const qsizetype kept = m_ends.size() - change.forgotten;
        beginRemoveRows({}, int(kept), int(m_ends.size()) - 1);
        m_ends.resize(kept);
        endRemoveRows();
    }
    if (change.added > 0) {
        beginInsertRows({}, 0, int(change.added) - 1);
        for (auto it = oldestFirst.end() - change.added; it != oldestFirst.end(); ++it)
            m_ends.prepend(*it);
        endInsertRows();
    }
    // What was today is a weekday now.
    if (momentText(now, before) != momentText(now, now))
        Q_EMIT dataChanged(index(0, WhenColumn), index(rowCount() - 1, WhenColumn));
}

int WorkerEndModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_ends.size());
}

int WorkerEndModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

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
    if (!index.isValid() || index.row() >= m_ends.size())
        return {};
    const WorkerEnd &end = m_ends.at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return cellText(end, column, m_now);
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
