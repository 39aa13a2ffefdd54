// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/clusterendmodel.h"

#include "models/clustertext.h"
#include "models/mark.h"
#include "models/momenttext.h"
#include "models/plaintooltip.h"
#include "models/quantity.h"

namespace Spawn {

void ClusterEndModel::setEnds(const SpawnerSnapshot &snapshot, qint64 now)
{
    bool renamed = false;
    for (const ClusterSnapshot &cluster : snapshot.clusters) {
        QString &name = m_names[cluster.number];
        const QString text = clusterText(cluster);
        renamed = renamed || name != text;
        name = text;
    }
    setHistory(snapshot.clusterEnds, now);
    if (renamed && rowCount() > 0)
        Q_EMIT dataChanged(index(0, NameColumn), index(rowCount() - 1, NameColumn));
}

void ClusterEndModel::clear()
{
    m_names.clear();
    setHistory({}, 0);
}

QString ClusterEndModel::cellText(const ClusterWorkerEnd &end, int column) const
{
    switch (column) {
    case WhenColumn:
        return momentText(end.time, now());
    case NameColumn:
        return m_names.value(end.cluster, clusterText({}, end.cluster));
    case WorkerColumn:
        return QString::number(end.id);
    case ProcessColumn:
        return end.processId == 0 ? QString() : QString::number(end.processId);
    case CauseColumn:
        return causeText(end);
    case UptimeColumn:
        return spanText(end.uptime);
    case CutColumn:
        return connectionsText(end.connections);
    case AcceptedColumn:
        return countText(end.accepted);
    case RequestsColumn:
        return countText(end.requests);
    case BackOffColumn:
        return spanText(end.backOff);
    }
    return {};
}

QVariant ClusterEndModel::sortValue(const ClusterWorkerEnd &end, int column) const
{
    switch (column) {
    case WhenColumn:
        return end.number;
    case WorkerColumn:
        return end.id;
    case ProcessColumn:
        return end.processId;
    case UptimeColumn:
        return qint64(end.uptime.count());
    case CutColumn:
        return end.connections;
    case AcceptedColumn:
        return end.accepted;
    case RequestsColumn:
        return end.requests;
    case BackOffColumn:
        return qint64(end.backOff.count());
    }
    return cellText(end, column);
}

static bool isClusterText(int column)
{
    return column == ClusterEndModel::NameColumn || column == ClusterEndModel::CauseColumn;
}

static int clusterCellAlignment(int column)
{
    const bool left = column == ClusterEndModel::WhenColumn || isClusterText(column);
    return int(Qt::AlignVCenter | (left ? Qt::AlignLeft : Qt::AlignRight));
}

// A zero there is as it should be.
static bool isQuiet(const ClusterWorkerEnd &end, int column)
{
    switch (column) {
    case ClusterEndModel::ProcessColumn:
        return true;
    case ClusterEndModel::CutColumn:
        return end.connections <= 0;
    case ClusterEndModel::BackOffColumn:
        return end.backOff.count() == 0;
    default:
        return false;
    }
}

QVariant ClusterEndModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const ClusterWorkerEnd &end = at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return cellText(end, column);
    case Qt::ToolTipRole:
        return column == CauseColumn ? QVariant(plainToolTip(end.text)) : QVariant();
    case Qt::TextAlignmentRole:
        return clusterCellAlignment(column);
    case MarkRole:
        return column == CauseColumn ? QVariant::fromValue(clusterEndMark(end.reason)) : QVariant();
    case SortRole:
        return sortValue(end, column);
    case IdRole:
        return end.number;
    case FiguresRole:
        return !isClusterText(column);
    case QuietRole:
        return isQuiet(end, column);
    }
    return {};
}

QVariant ClusterEndModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return clusterCellAlignment(section);
    if (role == Qt::ToolTipRole && section == CutColumn)
        return QStringLiteral("Connections that were open when it ended");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case WhenColumn:
        return QStringLiteral("When");
    case NameColumn:
        return QStringLiteral("Cluster");
    case WorkerColumn:
        return QStringLiteral("Worker");
    case ProcessColumn:
        return QStringLiteral("Process");
    case CauseColumn:
        return QStringLiteral("Cause");
    case UptimeColumn:
        return QStringLiteral("Uptime");
    case CutColumn:
        return QStringLiteral("Cut off");
    case AcceptedColumn:
        return QStringLiteral("Accepted");
    case RequestsColumn:
        return QStringLiteral("Requests");
    case BackOffColumn:
        return QStringLiteral("Back-off");
    }
    return {};
}

} // namespace Spawn
