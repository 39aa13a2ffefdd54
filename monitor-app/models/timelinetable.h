// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <monitoring/spawnersnapshot.h>

#include <QtCore/QAbstractTableModel>

namespace Spawn {

// The bars of a timeline as a table, newest first.
class TimelineTable final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        StateColumn,
        IdColumn,
        CommandColumn,
        SubmittedColumn,
        StartedColumn,
        EndedColumn,
        WaitedColumn,
        RanColumn,
        ColumnCount,
    };

    using QAbstractTableModel::QAbstractTableModel;

    // Ids that are not among the commands have no row. Rows are kept by id.
    void setCommands(const QList<quint64> &newestFirst,
                     const QHash<quint64, CommandSnapshot> &commands, qint64 now);
    quint64 idAt(int row) const { return m_ids.at(row); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void removeAllBut(const QList<quint64> &wanted);
    void insertAll(const QList<quint64> &wanted);

    QList<quint64> m_ids; // descending
    QHash<quint64, CommandSnapshot> m_commands; // shared with the snapshot
    qint64 m_now = 0;
};

} // namespace Spawn
