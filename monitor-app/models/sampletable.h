// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/samplehistory.h"

#include <QtCore/QAbstractTableModel>

namespace Spawn {

// The curves of the overview as a table, newest first.
class SampleTable final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        TimeColumn,
        StartedColumn,
        WaitingColumn,
        RunningColumn,
        MedianColumn,
        P95Column,
        P99Column,
        MemoryColumn,
        ProcessorColumn,
        ColumnCount,
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setSamples(const QList<Sample> &oldestFirst);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<Sample> m_samples; // oldest first
};

} // namespace Spawn
