// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The widgets of the page of the clusters.
#include "clusters/clusterspage.h"

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

QWidget *ClustersPage::makeTools()
{
    auto *const tools = new QWidget;
    auto *const row = new QHBoxLayout(tools);
    row->setContentsMargins(12, 0, 12, 0); // so that the first glyph stands below the title
    row->setSpacing(4);
    row->addWidget(buttonOf(m_actions.reloadAction(), Glyph::TurningArrow));
    row->addWidget(buttonOf(m_actions.startAction(), Glyph::Plus));
    row->addWidget(buttonOf(m_actions.terminateAction(), Glyph::Cross));
    addSearch(row);

    auto *const exporting = new QuietButton(QStringLiteral("Export"));
    auto *const formats = new QMenu;
    formats->addAction(add(QStringLiteral("Save ends as CSV…"), QStringLiteral("Ctrl+E"),
                           [this] { exportEnds(); }));
    exporting->setMenu(formats);
    row->addWidget(exporting);
    return tools;
}

void ClustersPage::setColumnWidths()
{
    constexpr int ofRows[] = {156, 180, 66, 98, 76, 80, 86, 76, 70, 112, 58};
    static_assert(std::size(ofRows) == ClusterColumns);
    new ColumnWidths(m_tree, m_tree->header(), ofRows, int(ClusterColumn::Name));
    constexpr int ofEnds[] = {168, 110, 66, 70, 206, 112, 66, 80, 84, 84};
    static_assert(std::size(ofEnds) == ClusterEndModel::ColumnCount);
    new ColumnWidths(m_table, m_table->horizontalHeader(), ofEnds, ClusterEndModel::CauseColumn);
}

} // namespace Spawn
