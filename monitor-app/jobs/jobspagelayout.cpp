// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The widgets of the page of the jobs.
#include "jobs/jobspage.h"

#include "widgets/columnsmenu.h"
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

QWidget *JobsPage::makeTools()
{
    auto *const tools = new QWidget;
    auto *const row = new QHBoxLayout(tools);
    row->setContentsMargins(12, 0, 12, 0); // so that the first glyph stands below the title
    row->setSpacing(4);
    row->addWidget(buttonOf(m_actions.cancelAction(), Glyph::SlashedRing));
    row->addWidget(buttonOf(m_actions.reloadAction(), Glyph::TurningArrow));
    row->addWidget(buttonOf(m_actions.purgeAction(), Glyph::Door));
    addSearch(row);

    auto *const columns = new QuietButton(QStringLiteral("Columns"));
    auto *const columnsMenu
        = new ColumnsMenu(m_tree->header(), QStringLiteral("jobs/hiddenColumns"),
                          {int(JobColumn::Wait90), int(JobColumn::Run90)});
    columns->setMenu(columnsMenu);
    constexpr int widths[] = {140, 136, 78, 62, 66, 70, 80, 60, 66, 72, 72, 72, 72, 72, 82};
    static_assert(std::size(widths) == JobColumns);
    auto *const fitted = new ColumnWidths(m_tree, m_tree->header(), widths, int(JobColumn::Name));
    connect(columnsMenu, &ColumnsMenu::chosen, fitted, &ColumnWidths::fit);
    row->addWidget(columns);

    auto *const exporting = new QuietButton(QStringLiteral("Export"));
    auto *const formats = new QMenu;
    const QString csvFiles = QStringLiteral("CSV (*.csv)");
    formats->addAction(
        add(QStringLiteral("Save ended jobs as CSV…"), QStringLiteral("Ctrl+E"), [this, csvFiles] {
            saveAs(QStringLiteral("Save ended jobs"), QStringLiteral("jobs.csv"), csvFiles,
                   [this](const QString &) { return csv(); });
        }));
    formats->addAction(add(QStringLiteral("Save scripts as CSV…"), QStringLiteral("Ctrl+Shift+E"),
                           [this, csvFiles] {
                               saveAs(QStringLiteral("Save scripts"), QStringLiteral("scripts.csv"),
                                      csvFiles, [this](const QString &) { return scriptsCsv(); });
                           }));
    exporting->setMenu(formats);
    row->addWidget(exporting);
    return tools;
}

void JobsPage::setEndWidths()
{
    constexpr int widths[] = {150, 190, 130, 72, 78, 72, 84, 92};
    static_assert(std::size(widths) == JobEndModel::ColumnCount);
    new ColumnWidths(m_table, m_table->horizontalHeader(), widths, JobEndModel::OutcomeColumn);
}

} // namespace Spawn
