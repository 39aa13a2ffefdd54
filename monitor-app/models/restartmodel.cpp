// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/restartmodel.h"

#include "models/historychange.h"
#include "models/mark.h"
#include "models/momenttext.h"
#include "models/outcometext.h"
#include "models/quantity.h"

#include <algorithm>

namespace Spawn {

QString causeWord(HelperExit::Reason reason)
{
    switch (reason) {
    case HelperExit::Reason::Exited:
        return QStringLiteral("Exited");
    case HelperExit::Reason::Crashed:
        return QStringLiteral("Crashed");
    case HelperExit::Reason::Unresponsive:
        return QStringLiteral("Unresponsive");
    case HelperExit::Reason::ProtocolError:
        return QStringLiteral("Protocol");
    case HelperExit::Reason::Destroyed:
        return QStringLiteral("Asked for");
    }
    return {};
}

QString causeText(const HelperExit &exit)
{
    switch (exit.reason) {
    case HelperExit::Reason::Exited:
        return exit.exitCode >= 0 ? QStringLiteral("Exited by itself: code %1").arg(exit.exitCode)
                                  : QStringLiteral("Exited by itself");
    case HelperExit::Reason::Crashed:
        return exit.signalNumber != 0 ? QStringLiteral("Crashed: ") + signalText(exit.signalNumber)
                                      : QStringLiteral("Crashed");
    case HelperExit::Reason::Unresponsive:
        return QStringLiteral("Unresponsive: no reply to a heartbeat, killed");
    case HelperExit::Reason::ProtocolError:
        return QStringLiteral("Protocol error: sent what has no meaning, killed");
    case HelperExit::Reason::Destroyed:
        return QStringLiteral("Asked for by the application");
    }
    return {};
}

QString workText(const HelperExit &exit)
{
    QStringList parts;
    if (exit.carriedOver > 0)
        parts += QStringLiteral("%1 carried over").arg(countText(quint64(exit.carriedOver)));
    if (exit.resent > 0)
        parts += QStringLiteral("%1 sent again").arg(countText(quint64(exit.resent)));
    return parts.isEmpty() ? QStringLiteral("nothing was running")
                           : parts.join(QStringLiteral(", "));
}

void RestartModel::setRestarts(const QList<RestartSnapshot> &oldestFirst, qint64 now)
{
    const qint64 before = std::exchange(m_now, now);
    const HistoryChange change = historyChange(m_restarts, oldestFirst);
    if (!change.continues) {
        if (m_restarts.isEmpty() && oldestFirst.isEmpty())
            return;
        beginResetModel();
        m_restarts = QList<RestartSnapshot>(oldestFirst.rbegin(), oldestFirst.rend());
        endResetModel();
        return;
    }
    if (change.forgotten > 0) {
        const qsizetype kept = m_restarts.size() - change.forgotten;
        beginRemoveRows({}, int(kept), int(m_restarts.size()) - 1);
        m_restarts.resize(kept);
        endRemoveRows();
    }
    if (change.added > 0) {
        beginInsertRows({}, 0, int(change.added) - 1);
        for (auto it = oldestFirst.end() - change.added; it != oldestFirst.end(); ++it)
            m_restarts.prepend(*it);
        endInsertRows();
    }
    // What was today is a weekday now.
    if (momentText(now, before) != momentText(now, now))
        Q_EMIT dataChanged(index(0, WhenColumn), index(rowCount() - 1, WhenColumn));
}

int RestartModel::count(HelperExit::Reason reason) const
{
    return int(std::count_if(
        m_restarts.begin(), m_restarts.end(),
        [reason](const RestartSnapshot &restart) { return restart.exit.reason == reason; }));
}

int RestartModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_restarts.size());
}

int RestartModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

static QString cellText(const HelperExit &exit, int column, qint64 now)
{
    switch (column) {
    case RestartModel::WhenColumn:
        return momentText(exit.time.toMSecsSinceEpoch(), now);
    case RestartModel::CauseColumn:
        return causeText(exit);
    case RestartModel::HelperColumn:
        return QString::number(exit.processId);
    case RestartModel::UptimeColumn:
        return spanText(exit.uptime);
    case RestartModel::BackOffColumn:
        return spanText(exit.backOff);
    case RestartModel::CarriedOverColumn:
        return countText(quint64(exit.carriedOver));
    case RestartModel::SentAgainColumn:
        return countText(quint64(exit.resent));
    }
    return {};
}

static QVariant sortValue(const HelperExit &exit, int column)
{
    switch (column) {
    case RestartModel::WhenColumn:
        return exit.time.toMSecsSinceEpoch();
    case RestartModel::HelperColumn:
        return exit.processId;
    case RestartModel::UptimeColumn:
        return qint64(exit.uptime.count());
    case RestartModel::BackOffColumn:
        return qint64(exit.backOff.count());
    case RestartModel::CarriedOverColumn:
        return exit.carriedOver;
    case RestartModel::SentAgainColumn:
        return exit.resent;
    }
    return causeText(exit);
}

QVariant RestartModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_restarts.size())
        return {};
    const RestartSnapshot &restart = m_restarts.at(index.row());
    const HelperExit &exit = restart.exit;
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return cellText(exit, column, m_now);
    case Qt::ToolTipRole:
        if (column == CauseColumn)
            return exit.text;
        return column >= CarriedOverColumn ? QVariant(workText(exit)) : QVariant();
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (column < HelperColumn ? Qt::AlignLeft : Qt::AlignRight));
    case MarkRole:
        return column == CauseColumn ? QVariant::fromValue(helperExitMark(exit.reason))
                                     : QVariant();
    case SortRole:
        return sortValue(exit, column);
    case IdRole:
        return restart.number;
    case FiguresRole:
        return column != CauseColumn;
    case QuietRole:
        return column == HelperColumn || (column == BackOffColumn && exit.backOff.count() == 0);
    }
    return {};
}

QVariant RestartModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section < HelperColumn ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case WhenColumn:
        return QStringLiteral("When");
    case CauseColumn:
        return QStringLiteral("Cause");
    case HelperColumn:
        return QStringLiteral("Helper");
    case UptimeColumn:
        return QStringLiteral("Uptime");
    case BackOffColumn:
        return QStringLiteral("Back-off");
    case CarriedOverColumn:
        return QStringLiteral("Carried over");
    case SentAgainColumn:
        return QStringLiteral("Sent again");
    }
    return {};
}

} // namespace Spawn
