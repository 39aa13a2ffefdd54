// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands/scrollanchor.h"

#include "models/commandmodel.h"

#include <QtCore/QSet>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QTableView>

namespace Spawn {

ScrollAnchor::ScrollAnchor(QTableView *table, const CommandModel &model)
    : m_table(table), m_model(model)
{
    if (table->verticalScrollBar()->value() == 0)
        return;
    const int bottom = table->viewport()->height();
    for (int row = table->rowAt(0); row >= 0 && row < model.rowCount(); ++row) {
        const int y = table->rowViewportPosition(row);
        if (y >= bottom)
            break;
        m_seen.append({model.at(row).id, y});
    }
}

void ScrollAnchor::restore(const QList<quint64> &changed) const
{
    const QSet<quint64> moved(changed.begin(), changed.end());
    for (const auto &[id, y] : m_seen) {
        const int row = moved.contains(id) ? -1 : m_model.rowOf(id);
        if (row < 0)
            continue;
        QScrollBar *const bar = m_table->verticalScrollBar();
        bar->setValue(bar->value() + m_table->rowViewportPosition(row) - y);
        return;
    }
}

} // namespace Spawn
