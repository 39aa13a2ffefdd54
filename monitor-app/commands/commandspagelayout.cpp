// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The widgets of the page of the commands.
#include "commands/commandspage.h"

#include "commands/commanddelegate.h"
#include "widgets/columnsmenu.h"
#include "widgets/emptyrows.h"
#include "widgets/pagehead.h"
#include "widgets/quietbutton.h"
#include "widgets/rowtable.h"
#include "widgets/searchfield.h"

#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QMenu>
#include <QtWidgets/QStackedWidget>

#include <algorithm>
#include <iterator>

namespace Spawn {

struct Chip
{
    CommandGroup group;
    QString word;
    Mark mark;
};

QWidget *CommandsPage::makeTools()
{
    const Chip chips[] = {
        {CommandGroup::Waiting, QStringLiteral("Waiting"), {Glyph::Ring, Tone::Neutral}},
        {CommandGroup::Running, QStringLiteral("Running"), {Glyph::Triangle, Tone::Accent}},
        {CommandGroup::Failed, QStringLiteral("Failed"), {Glyph::Cross, Tone::Fail}},
        {CommandGroup::Succeeded, QStringLiteral("Succeeded"), {Glyph::Tick, Tone::Ok}},
    };
    auto *const tools = new QWidget;
    auto *const row = new QHBoxLayout(tools);
    row->setContentsMargins(20, 0, 12, 0);
    row->setSpacing(4);
    auto *const group = new QButtonGroup(this);
    m_all = new QuietButton(QStringLiteral("All"));
    m_all->setCheckable(true);
    m_all->setChecked(true);
    group->addButton(m_all);
    row->addWidget(m_all);
    connect(m_all, &QAbstractButton::clicked, this, [this] { setGroup({}); });
    for (const Chip &chip : chips) {
        auto *const button = new QuietButton(chip.word);
        button->setCheckable(true);
        button->setToolTip(chip.word); // where there is no room for it
        button->setMark(chip.mark);
        button->setCount(0);
        group->addButton(button);
        row->addWidget(button);
        connect(button, &QAbstractButton::clicked, this,
                [this, wanted = chip.group] { setGroup(wanted); });
        m_chips[size_t(chip.group)] = button;
    }
    row->addStretch();
    m_search->setMinimumWidth(72);
    m_search->setMaximumWidth(240);
    row->addWidget(m_search, 1);

    auto *const columns = new QuietButton(QStringLiteral("Columns"));
    auto *const columnsMenu
        = new ColumnsMenu(m_table->horizontalHeader(), QStringLiteral("commands/hiddenColumns"),
                          {int(CommandColumn::ProcessId), int(CommandColumn::Started)});
    connect(columnsMenu, &ColumnsMenu::chosen, this, &CommandsPage::fitColumns);
    columns->setMenu(columnsMenu);
    row->addWidget(columns);

    auto *const exporting = new QuietButton(QStringLiteral("Export"));
    auto *const formats = new QMenu;
    QAction *const csvAction
        = add(QStringLiteral("Save as CSV…"), QStringLiteral("Ctrl+E"), [this] {
              save(QStringLiteral("commands.csv"), QStringLiteral("CSV (*.csv)"), csv());
          });
    QAction *const jsonAction
        = add(QStringLiteral("Save as JSON…"), QStringLiteral("Ctrl+Shift+E"), [this] {
              save(QStringLiteral("commands.json"), QStringLiteral("JSON (*.json)"), json());
          });
    formats->addActions({csvAction, jsonAction});
    exporting->setMenu(formats);
    row->addWidget(exporting);
    return tools;
}

QWidget *CommandsPage::makeUpper()
{
    m_table->setModel(&m_model);
    m_table->setAccessibleName(QStringLiteral("Commands"));
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setItemDelegate(m_delegate);
    m_table->sortByColumn(int(CommandColumn::State), Qt::AscendingOrder);
    QHeaderView *const header = m_table->horizontalHeader();
    constexpr int widths[] = {134, 44, 332, 64, 66, 72, 68, 86, 74, 118, 70, 116};
    static_assert(std::size(widths) == CommandColumns);
    for (int column = 0; column < CommandColumns; ++column)
        header->resizeSection(column, widths[column]);

    auto *const upper = new QWidget;
    auto *const rows = new QVBoxLayout(upper);
    rows->setContentsMargins({});
    rows->setSpacing(0);
    rows->addWidget(m_head);
    rows->addWidget(makeTools());
    rows->addSpacing(8);
    m_tableOrEmpty->addWidget(m_table);
    m_tableOrEmpty->addWidget(m_empty);
    rows->addWidget(m_tableOrEmpty, 1);
    return upper;
}

void CommandsPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    fitColumns();
}

// The command line takes what is left; below its own width the table scrolls.
void CommandsPage::fitColumns()
{
    constexpr int least = 300;
    const QHeaderView *const header = m_table->horizontalHeader();
    const int column = int(CommandColumn::Command);
    if (header->isSectionHidden(column))
        return;
    const int others = header->length() - header->sectionSize(column);
    const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    m_table->setColumnWidth(column, std::max(least, width() - bar - others));
}

} // namespace Spawn
