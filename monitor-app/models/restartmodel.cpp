// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/restartmodel.h"

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

int RestartModel::count(HelperExit::Reason reason) const
{
    return int(
        std::count_if(entries().begin(), entries().end(), [reason](const RestartSnapshot &restart) {
            return restart.exit.reason == reason;
        }));
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
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const RestartSnapshot &restart = at(index.row());
    const HelperExit &exit = restart.exit;
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return cellText(exit, column, now());
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
