// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QList>

#include <utility>

class QTableView;

namespace Spawn {

class CommandModel;

// The rows that are seen now; brings the first of them that is still shown back to its place. At
// the top the table stays at the top, where what is new comes.
class ScrollAnchor
{
public:
    ScrollAnchor(QTableView *table, const CommandModel &model);
    // Those that have changed may have moved far: they say nothing of the place.
    void restore(const QList<quint64> &changed) const;

private:
    QTableView *m_table;
    const CommandModel &m_model;
    QList<std::pair<quint64, int>> m_seen; // id and y
};

} // namespace Spawn
