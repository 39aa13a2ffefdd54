// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/cellrole.h"
#include "models/treerow.h"

#include <QtCore/QAbstractItemModel>

#include <algorithm>
#include <iterator>
#include <utility>

namespace Spawn {

struct TreeColumn
{
    QString title;
    bool figures = false;
    bool quiet = false;
    QString toolTip = {};
};

// The rows of a TreeRow, made those of a later one by what has changed: rows that stay keep their
// indexes.
template <class Row>
class TreeModel : public QAbstractItemModel
{
public:
    using Part = typename Row::Part;

    void clear() // numbers of another application mean others
    {
        beginResetModel();
        m_root->rows.clear();
        endResetModel();
    }

    Part partAt(const QModelIndex &index) const { return rowAt(index)->part; }

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override
    {
        return hasIndex(row, column, parent)
            ? createIndex(row, column, rowAt(parent)->rows[size_t(row)].get())
            : QModelIndex();
    }
    QModelIndex parent(const QModelIndex &index) const override
    {
        return index.isValid() ? indexOfRow(rowAt(index)->parent) : QModelIndex();
    }
    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.column() > 0 ? 0 : int(rowAt(parent)->rows.size());
    }
    int columnCount(const QModelIndex & = {}) const override { return Row::Columns; }
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    // The mark of a row is in the state's column.
    TreeModel(const QList<TreeColumn> &columns, int stateColumn, QObject *parent)
        : QAbstractItemModel(parent), m_columns(columns), m_stateColumn(stateColumn)
    {
    }

    void setRows(std::unique_ptr<Row> root) { merge(m_root.get(), root.get()); }
    // Through those that the parts stand for, one below the other, to the last.
    QModelIndex indexBelow(std::initializer_list<Part> steps) const;

private:
    using Rows = std::vector<std::unique_ptr<Row>>;

    static typename Rows::iterator find(Rows &rows, const Part &part, size_t from = 0)
    {
        return std::find_if(rows.begin() + std::ptrdiff_t(from), rows.end(),
                            [&part](const auto &row) { return row->part == part; });
    }
    Row *rowAt(const QModelIndex &index) const
    {
        return index.isValid() ? static_cast<Row *>(index.internalPointer()) : m_root.get();
    }
    QModelIndex indexOfRow(const Row *row, int column = 0) const;
    void merge(Row *into, Row *from);
    void removeOthers(Row *from, const Row &kept);
    void remove(Row *from, size_t first, size_t behind);
    size_t insertNew(Row *into, Row *from, size_t at);
    void take(Row *row, Row *from);

    const QList<TreeColumn> m_columns;
    const int m_stateColumn;
    const std::unique_ptr<Row> m_root = std::make_unique<Row>();
};

template <class Row>
QModelIndex TreeModel<Row>::indexBelow(std::initializer_list<Part> steps) const
{
    Row *row = m_root.get();
    for (const Part &step : steps) {
        if (row->part == step)
            break;
        const auto place = find(row->rows, step);
        if (place == row->rows.end())
            return {};
        row = place->get();
    }
    return indexOfRow(row);
}

template <class Row>
QModelIndex TreeModel<Row>::indexOfRow(const Row *row, int column) const
{
    if (row->parent == nullptr)
        return {};
    const Rows &rows = row->parent->rows;
    const auto place = std::find_if(rows.begin(), rows.end(),
                                    [row](const auto &one) { return one.get() == row; });
    return createIndex(int(place - rows.begin()), column, row);
}

// ---- Becoming a later one ----------------------------------------------------------------------

template <class Row>
void TreeModel<Row>::merge(Row *into, Row *from)
{
    removeOthers(into, *from);
    Rows &rows = into->rows;
    for (size_t i = 0; i < from->rows.size(); ++i) {
        const auto place = find(rows, from->rows[i]->part, i);
        if (place == rows.end()) {
            i = insertNew(into, from, i) - 1;
            continue;
        }
        const auto at = std::ptrdiff_t(i);
        const auto was = place - rows.begin();
        if (was != at) {
            const QModelIndex parent = indexOfRow(into);
            beginMoveRows(parent, int(was), int(was), parent, int(at));
            std::rotate(rows.begin() + at, place, place + 1);
            endMoveRows();
        }
        take(rows[i].get(), from->rows[i].get());
    }
    // What is removed and added again may be there twice for a while.
    remove(into, from->rows.size(), rows.size());
}

// Those that are next to each other at once: a view takes up each change anew.
template <class Row>
void TreeModel<Row>::removeOthers(Row *from, const Row &kept)
{
    Rows &rows = from->rows;
    const auto stays = [&](size_t place) {
        const Part &part = rows[place]->part;
        if (place < kept.rows.size() && kept.rows[place]->part == part)
            return true;
        return std::any_of(kept.rows.begin(), kept.rows.end(),
                           [&part](const auto &row) { return row->part == part; });
    };
    for (size_t behind = rows.size(); behind > 0;) {
        size_t first = behind;
        while (first > 0 && !stays(first - 1))
            --first;
        remove(from, first, behind);
        behind = first == behind ? first - 1 : first;
    }
}

template <class Row>
void TreeModel<Row>::remove(Row *from, size_t first, size_t behind)
{
    if (first >= behind)
        return;
    beginRemoveRows(indexOfRow(from), int(first), int(behind) - 1);
    from->rows.erase(from->rows.begin() + std::ptrdiff_t(first),
                     from->rows.begin() + std::ptrdiff_t(behind));
    endRemoveRows();
}

// The one there and those behind it that are new as well; what comes behind them.
template <class Row>
size_t TreeModel<Row>::insertNew(Row *into, Row *from, size_t at)
{
    Rows &rows = into->rows;
    size_t behind = at + 1;
    while (behind < from->rows.size() && find(rows, from->rows[behind]->part, at) == rows.end())
        ++behind;
    beginInsertRows(indexOfRow(into), int(at), int(behind) - 1);
    for (size_t i = at; i < behind; ++i)
        from->rows[i]->parent = into;
    const auto first = from->rows.begin() + std::ptrdiff_t(at);
    rows.insert(rows.begin() + std::ptrdiff_t(at), std::make_move_iterator(first),
                std::make_move_iterator(from->rows.begin() + std::ptrdiff_t(behind)));
    endInsertRows();
    return behind;
}

template <class Row>
void TreeModel<Row>::take(Row *row, Row *from)
{
    const bool markChanges = row->state != from->state;
    row->state = from->state;
    int first = Row::Columns;
    int last = -1;
    for (int column = 0; column < Row::Columns; ++column) {
        const auto at = size_t(column);
        const bool marked = markChanges && column == m_stateColumn;
        if (!marked && row->texts[at] == from->texts[at] && row->toolTips[at] == from->toolTips[at])
            continue;
        row->texts[at] = from->texts[at];
        row->toolTips[at] = from->toolTips[at];
        first = std::min(first, column);
        last = column;
    }
    if (last >= 0)
        Q_EMIT dataChanged(indexOfRow(row, first), indexOfRow(row, last));
    merge(row, from);
}

// ---- Cells -------------------------------------------------------------------------------------

template <class Row>
QVariant TreeModel<Row>::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = *rowAt(index);
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return row.texts[size_t(column)];
    case Qt::ToolTipRole:
        return row.toolTips[size_t(column)];
    case Qt::TextAlignmentRole:
        return headerData(column, Qt::Horizontal, role);
    case MarkRole:
        return column == m_stateColumn ? QVariant::fromValue(row.state) : QVariant();
    case FiguresRole:
        return m_columns.at(column).figures;
    case QuietRole:
        return m_columns.at(column).quiet;
    }
    return {};
}

template <class Row>
QVariant TreeModel<Row>::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_columns.size())
        return {};
    const TreeColumn &column = m_columns.at(section);
    switch (role) {
    case Qt::DisplayRole:
        return column.title;
    case Qt::ToolTipRole:
        return column.toolTip.isEmpty() ? QVariant() : column.toolTip;
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (column.figures ? Qt::AlignRight : Qt::AlignLeft));
    }
    return {};
}

} // namespace Spawn
