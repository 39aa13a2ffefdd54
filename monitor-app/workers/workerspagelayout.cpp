// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The widgets of the page of the workers.
#include "workers/workerspage.h"

#include "widgets/columnwidths.h"
#include "widgets/emptyrows.h"
#include "widgets/pagehead.h"
#include "widgets/possibleaction.h"
#include "widgets/quietbutton.h"
#include "widgets/rowtable.h"
#include "widgets/rowtree.h"
#include "widgets/searchfield.h"
#include "widgets/sectiontitle.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>

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
    row->addStretch();
    m_search->setMinimumWidth(72);
    m_search->setMaximumWidth(200);
    row->addWidget(m_search, 1);

    auto *const exporting = new QuietButton(QStringLiteral("Export"));
    auto *const formats = new QMenu;
    formats->addAction(add(QStringLiteral("Save ends as CSV…"), QStringLiteral("Ctrl+E"),
                           [this] { exportEnds(); }));
    exporting->setMenu(formats);
    row->addWidget(exporting);
    return tools;
}

QWidget *WorkersPage::makeUpper()
{
    m_tree->setModel(&m_filter);
    m_tree->setAccessibleName(QStringLiteral("Workers"));
    m_tree->setSelectionMode(QAbstractItemView::ExtendedSelection);
    constexpr int widths[] = {180, 172, 76, 104, 80, 86, 88, 78, 112, 70};
    static_assert(std::size(widths) == PoolColumns);
    new ColumnWidths(m_tree, m_tree->header(), widths, int(PoolColumn::Name));

    auto *const upper = new QWidget;
    auto *const rows = new QVBoxLayout(upper);
    rows->setContentsMargins({});
    rows->setSpacing(0);
    rows->addWidget(m_head);
    rows->addWidget(makeTools());
    rows->addSpacing(8);
    m_treeOrEmpty->addWidget(m_tree);
    m_treeOrEmpty->addWidget(m_empty);
    rows->addWidget(m_treeOrEmpty, 1);
    return upper;
}

QWidget *WorkersPage::makeLower()
{
    m_table->setModel(&m_endFilter);
    m_table->setAccessibleName(QStringLiteral("Ended workers"));
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->sortByColumn(WorkerEndModel::WhenColumn, Qt::DescendingOrder);
    constexpr int widths[] = {168, 140, 76, 210, 112, 84, 96, 68, 100};
    static_assert(std::size(widths) == WorkerEndModel::ColumnCount);
    new ColumnWidths(m_table, m_table->horizontalHeader(), widths, WorkerEndModel::CauseColumn);
    m_noEnds->setAlignment(Qt::AlignCenter);
    m_noEnds->setForegroundRole(QPalette::PlaceholderText);

    auto *const lower = new QWidget;
    auto *const rows = new QVBoxLayout(lower);
    rows->setContentsMargins({});
    rows->setSpacing(0);
    auto *const title = new QHBoxLayout;
    title->setContentsMargins(20, 6, 20, 2);
    title->addWidget(m_endsTitle);
    rows->addLayout(title);
    m_tableOrEmpty->addWidget(m_table);
    m_tableOrEmpty->addWidget(m_noEnds);
    rows->addWidget(m_tableOrEmpty, 1);
    return lower;
}

} // namespace Spawn
