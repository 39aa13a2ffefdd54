// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/poolmodel.h"

#include <algorithm>
#include <utility>

namespace Spawn {

using Rows = std::vector<std::unique_ptr<PoolRow>>;

PoolModel::PoolModel(QObject *parent)
    : QAbstractItemModel(parent), m_root(std::make_unique<PoolRow>())
{
}

static Rows::iterator find(Rows &rows, const PoolPart &part, size_t from = 0)
{
    return std::find_if(rows.begin() + std::ptrdiff_t(from), rows.end(),
                        [&part](const auto &row) { return row->part == part; });
}

void PoolModel::setPools(const SpawnerSnapshot &snapshot, qint64 now)
{
    merge(m_root.get(), poolRows(snapshot, now).get());
}

void PoolModel::clear()
{
    beginResetModel();
    m_root->rows.clear();
    endResetModel();
}

// Makes the rows of the one those of the other, which is left without.
void PoolModel::merge(PoolRow *into, PoolRow *from)
{
    const QModelIndex parent = indexOf(into);
    Rows &rows = into->rows;
    for (size_t i = rows.size(); i-- > 0;) {
        if (find(from->rows, rows[i]->part) != from->rows.end())
            continue;
        beginRemoveRows(parent, int(i), int(i));
        rows.erase(rows.begin() + std::ptrdiff_t(i));
        endRemoveRows();
    }
    for (size_t i = 0; i < from->rows.size(); ++i) {
        const auto place = find(rows, from->rows[i]->part, i);
        const auto at = std::ptrdiff_t(i);
        if (place == rows.end()) {
            beginInsertRows(parent, int(i), int(i));
            from->rows[i]->parent = into;
            rows.insert(rows.begin() + at, std::move(from->rows[i]));
            endInsertRows();
            continue;
        }
        const auto was = place - rows.begin();
        if (was != at) {
            beginMoveRows(parent, int(was), int(was), parent, int(at));
            std::rotate(rows.begin() + at, place, place + 1);
            endMoveRows();
        }
        take(rows[i].get(), from->rows[i].get());
    }
    // A program that is removed and added again is there twice, until its old workers have ended.
    while (rows.size() > from->rows.size()) {
        const int last = int(rows.size()) - 1;
        beginRemoveRows(parent, last, last);
        rows.pop_back();
        endRemoveRows();
    }
}

void PoolModel::take(PoolRow *row, PoolRow *from)
{
    const bool markChanges = row->state != from->state;
    row->state = from->state;
    int first = PoolColumns;
    int last = -1;
    for (int column = 0; column < PoolColumns; ++column) {
        const auto at = size_t(column);
        const bool marked = markChanges && column == int(PoolColumn::State);
        if (!marked && row->texts[at] == from->texts[at] && row->toolTips[at] == from->toolTips[at])
            continue;
        row->texts[at] = from->texts[at];
        row->toolTips[at] = from->toolTips[at];
        first = std::min(first, column);
        last = column;
    }
    if (last >= 0)
        Q_EMIT dataChanged(indexOf(row, first), indexOf(row, last));
    merge(row, from);
}

PoolRow *PoolModel::rowAt(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<PoolRow *>(index.internalPointer()) : m_root.get();
}

QModelIndex PoolModel::indexOf(const PoolRow *row, int column) const
{
    if (row->parent == nullptr)
        return {};
    const Rows &rows = row->parent->rows;
    const auto place = std::find_if(rows.begin(), rows.end(),
                                    [row](const auto &one) { return one.get() == row; });
    return createIndex(int(place - rows.begin()), column, row);
}

PoolPart PoolModel::partAt(const QModelIndex &index) const
{
    return rowAt(index)->part;
}

QModelIndex PoolModel::indexOf(const PoolPart &part) const
{
    PoolRow *row = m_root.get();
    for (const PoolPart &step :
         {PoolPart{part.pool, {}, 0}, PoolPart{part.pool, part.program, 0}, part}) {
        if (row->part == step)
            break;
        const auto place = find(row->rows, step);
        if (place == row->rows.end())
            return {};
        row = place->get();
    }
    return indexOf(row);
}

QModelIndex PoolModel::index(int row, int column, const QModelIndex &parent) const
{
    return hasIndex(row, column, parent)
        ? createIndex(row, column, rowAt(parent)->rows[size_t(row)].get())
        : QModelIndex();
}

QModelIndex PoolModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOf(rowAt(index)->parent) : QModelIndex();
}

int PoolModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(rowAt(parent)->rows.size());
}

int PoolModel::columnCount(const QModelIndex &) const
{
    return PoolColumns;
}

static int alignmentOf(int column)
{
    return int(Qt::AlignVCenter
               | (column <= int(PoolColumn::State) ? Qt::AlignLeft : Qt::AlignRight));
}

QVariant PoolModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PoolRow &row = *rowAt(index);
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return row.texts[size_t(column)];
    case Qt::ToolTipRole:
        return row.toolTips[size_t(column)];
    case Qt::TextAlignmentRole:
        return alignmentOf(column);
    case MarkRole:
        return column == int(PoolColumn::State) ? QVariant::fromValue(row.state) : QVariant();
    case FiguresRole:
        return column > int(PoolColumn::State);
    case QuietRole:
        return column == int(PoolColumn::ProcessId);
    }
    return {};
}

QVariant PoolModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(section);
    if (role != Qt::DisplayRole)
        return {};
    switch (PoolColumn(section)) {
    case PoolColumn::Name:
        return QStringLiteral("Name");
    case PoolColumn::State:
        return QStringLiteral("State");
    case PoolColumn::ProcessId:
        return QStringLiteral("Process");
    case PoolColumn::Outstanding:
        return QStringLiteral("Outstanding");
    case PoolColumn::Waiting:
        return QStringLiteral("Waiting");
    case PoolColumn::Handled:
        return QStringLiteral("Handled");
    case PoolColumn::Memory:
        return QStringLiteral("Memory");
    case PoolColumn::Processor:
        return QStringLiteral("CPU");
    case PoolColumn::Up:
        return QStringLiteral("Up");
    case PoolColumn::Ends:
        return QStringLiteral("Ends");
    }
    return {};
}

} // namespace Spawn
