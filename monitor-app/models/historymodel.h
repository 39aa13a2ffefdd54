// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/cellrole.h"
#include "models/historychange.h"
#include "models/momenttext.h"

#include <QtCore/QAbstractTableModel>

#include <utility>

namespace Spawn {

// What has happened, of which only the last entries are kept, as a table: newest first, and the
// moment in the first column.
template <class Entry>
class HistoryModel : public QAbstractTableModel
{
public:
    const Entry &at(int row) const { return m_entries.at(row); }

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_entries.size());
    }

protected:
    using QAbstractTableModel::QAbstractTableModel;

    // Rows that stay keep their indexes.
    void setHistory(const QList<Entry> &oldestFirst, qint64 now);
    const QList<Entry> &entries() const { return m_entries; }
    qint64 now() const { return m_now; } // as the moments were last written

private:
    QList<Entry> m_entries;
    qint64 m_now = 0;
};

template <class Entry>
void HistoryModel<Entry>::setHistory(const QList<Entry> &oldestFirst, qint64 now)
{
    const qint64 before = std::exchange(m_now, now);
    const HistoryChange change = historyChange(m_entries, oldestFirst);
    if (!change.continues) {
        if (m_entries.isEmpty() && oldestFirst.isEmpty())
            return;
        beginResetModel();
        m_entries = QList<Entry>(oldestFirst.rbegin(), oldestFirst.rend());
        endResetModel();
        return;
    }
    if (change.forgotten > 0) {
        const qsizetype kept = m_entries.size() - change.forgotten;
        beginRemoveRows({}, int(kept), int(m_entries.size()) - 1);
        m_entries.resize(kept);
        endRemoveRows();
    }
    if (change.added > 0) {
        beginInsertRows({}, 0, int(change.added) - 1);
        for (auto it = oldestFirst.end() - change.added; it != oldestFirst.end(); ++it)
            m_entries.prepend(*it);
        endInsertRows();
    }
    // What was today is a weekday now.
    if (momentText(now, before) != momentText(now, now))
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0));
}

} // namespace Spawn
