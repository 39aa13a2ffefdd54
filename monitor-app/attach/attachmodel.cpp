// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "attach/attachmodel.h"

#include "models/quantity.h"
#include "models/terminaltext.h"

#include <QtCore/QSet>

#include <algorithm>
#include <utility>

namespace Spawn {

AttachTarget AttachModel::withKnown(AttachTarget target) const
{
    const auto known = m_known.constFind(target.key());
    if (known != m_known.cend() && target.status == AttachTarget::Status::Ready) {
        target.status = known->status;
        target.refusal = known->refusal;
    }
    return target;
}

int AttachModel::rowOf(const QString &key) const
{
    const auto found
        = std::find_if(m_targets.begin(), m_targets.end(),
                       [&key](const AttachTarget &target) { return target.key() == key; });
    return found == m_targets.end() ? -1 : int(found - m_targets.begin());
}

void AttachModel::replace(int row, const AttachTarget &target)
{
    if (m_targets.at(row) == target)
        return;
    m_targets[row] = target;
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void AttachModel::setTargets(const QList<AttachTarget> &targets, qint64 now)
{
    QSet<QString> keys;
    for (const AttachTarget &target : targets)
        keys.insert(target.key());
    m_known.removeIf([&keys](const auto &entry) { return !keys.contains(entry.key()); });
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (keys.contains(m_targets.at(row).key()))
            continue;
        beginRemoveRows({}, row, row);
        m_targets.removeAt(row);
        endRemoveRows();
    }
    for (int row = 0; row < targets.size(); ++row) {
        const AttachTarget target = withKnown(targets.at(row));
        const int before = rowOf(target.key());
        if (before < 0) {
            beginInsertRows({}, row, row);
            m_targets.insert(row, target);
            endInsertRows();
            continue;
        }
        if (before != row) {
            beginMoveRows({}, before, before, {}, row);
            m_targets.move(before, row);
            endMoveRows();
        }
        replace(row, target);
    }
    if (std::exchange(m_now, now) != now && rowCount() > 0)
        Q_EMIT dataChanged(index(0, UpColumn), index(rowCount() - 1, UpColumn), {Qt::DisplayRole});
}

void AttachModel::setKnown(const QString &key, const Known &known)
{
    m_known.insert(key, known);
    const int row = rowOf(key);
    if (row < 0)
        return;
    AttachTarget target = m_targets.at(row);
    target.status = known.status;
    target.refusal = known.refusal;
    replace(row, target);
}

void AttachModel::setDetached(const QString &key)
{
    if (!m_known.contains(key))
        return;
    setKnown(key, {});
    m_known.remove(key);
}

void AttachModel::setAttached(const QString &key, bool readOnly)
{
    using Status = AttachTarget::Status;
    setKnown(key, {readOnly ? Status::AttachedReadOnly : Status::Attached, {}});
}

void AttachModel::setRefused(const QString &key, const QString &reason)
{
    setKnown(key, {AttachTarget::Status::Refused, reason});
}

int AttachModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_targets.size());
}

int AttachModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

// To the minute: the list is to be read, and not to be watched.
static QString upText(std::chrono::seconds up)
{
    const qint64 minutes = up.count() / 60;
    if (minutes == 0)
        return QStringLiteral("%1 s").arg(up.count());
    if (minutes < 60)
        return QStringLiteral("%1 m").arg(minutes);
    if (minutes < 24 * 60) {
        return QStringLiteral("%1 h %2 m")
            .arg(minutes / 60)
            .arg(minutes % 60, 2, 10, QLatin1Char('0'));
    }
    return spanText(up);
}

static QString cellText(const AttachTarget &target, int column, qint64 now)
{
    switch (column) {
    case AttachModel::StatusColumn:
        return statusWord(target.status);
    case AttachModel::ApplicationColumn:
        return printableText(target.target.name.toUtf8());
    case AttachModel::ProcessColumn:
        return target.target.processId > 0 ? QString::number(target.target.processId) : QString();
    case AttachModel::UserColumn:
        return target.user;
    case AttachModel::UpColumn:
        return target.started > 0
            ? upText(std::chrono::seconds(std::max<qint64>(0, now - target.started) / 1000))
            : QString();
    case AttachModel::LibraryColumn:
        return printableText(target.library.toUtf8());
    }
    return {};
}

static QVariant sortValue(const AttachTarget &target, int column)
{
    switch (column) {
    case AttachModel::StatusColumn:
        return int(target.status);
    case AttachModel::ProcessColumn:
        return target.target.processId;
    case AttachModel::UpColumn:
        return -target.started;
    }
    return cellText(target, column, 0);
}

QVariant AttachModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_targets.size())
        return {};
    const AttachTarget &target = m_targets.at(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return cellText(target, column, m_now);
    case Qt::ToolTipRole:
        return QStringLiteral("<span>%1</span>").arg(situationText(target).toHtmlEscaped());
    case Qt::AccessibleTextRole:
        return column == StatusColumn ? situationText(target) : QVariant();
    case Qt::TextAlignmentRole:
        return headerData(column, Qt::Horizontal, role);
    case MarkRole:
        return column == StatusColumn ? QVariant::fromValue(statusMark(target.status)) : QVariant();
    case SortRole:
        return sortValue(target, column);
    case FiguresRole:
        return column == ProcessColumn || column == UpColumn || column == LibraryColumn;
    case QuietRole:
        return !target.canBeAttached() && !target.isAttached();
    }
    return {};
}

QVariant AttachModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool right
            = section == ProcessColumn || section == UpColumn || section == LibraryColumn;
        return int(Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case StatusColumn:
        return QStringLiteral("Status");
    case ApplicationColumn:
        return QStringLiteral("Application");
    case ProcessColumn:
        return QStringLiteral("Process");
    case UserColumn:
        return QStringLiteral("User");
    case UpColumn:
        return QStringLiteral("Up");
    case LibraryColumn:
        return QStringLiteral("Library");
    }
    return {};
}

} // namespace Spawn
