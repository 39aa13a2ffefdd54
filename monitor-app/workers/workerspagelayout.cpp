// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The widgets of the page of the workers.
#include "workers/workerspage.h"

#include "widgets/columnwidths.h"
#include "widgets/possibleaction.h"
#include "widgets/quietbutton.h"
#include "widgets/rowtable.h"
#include "widgets/rowtree.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QMenu>

#include <iterator>

namespace Spawn {

QWidget *WorkersPage::makeTools()
{
    auto *const tools = new QWidget;
    auto *const row = new QHBoxLayout(tools);
    row->setContentsMargins(12, 0, 12, 0); // so that the first glyph stands below the title
    row->setSpacing(4);
    row->addWidget(buttonOf(m_actions.restartAction(), Glyph::TurningArrow));
    row->addWidget(buttonOf(m_actions.removeAction(), Glyph::Cross));
    row->addWidget(buttonOf(m_actions.addAction(), Glyph::Plus));
    addSearch(row);

    auto *const exporting = new QuietButton(QStringLiteral("Export"));
    auto *const formats = new QMenu;
    formats->addAction(add(QStringLiteral("Save ends as CSV…"), QStringLiteral("Ctrl+E"),
                           [this] { exportEnds(); }));
    exporting->setMenu(formats);
    row->addWidget(exporting);
    return tools;
}

void WorkersPage::setColumnWidths()
{
    constexpr int ofRows[] = {180, 172, 76, 104, 80, 86, 88, 78, 112, 70};
    static_assert(std::size(ofRows) == PoolColumns);
    new ColumnWidths(m_tree, m_tree->header(), ofRows, int(PoolColumn::Name));
    constexpr int ofEnds[] = {168, 140, 76, 210, 112, 84, 96, 68, 100};
    static_assert(std::size(ofEnds) == WorkerEndModel::ColumnCount);
    new ColumnWidths(m_table, m_table->horizontalHeader(), ofEnds, WorkerEndModel::CauseColumn);
}

} // namespace Spawn
