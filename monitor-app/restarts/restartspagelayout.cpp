// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The widgets and the actions of the restarts page.
#include "restarts/restartspage.h"

#include "restarts/uptimechart.h"
#include "widgets/columnwidths.h"
#include "widgets/pagehead.h"
#include "widgets/quietbutton.h"
#include "widgets/rowtable.h"
#include "widgets/searchfield.h"
#include "widgets/sectiontitle.h"

#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>


namespace Spawn {

static constexpr qint64 Hour = 3600 * 1000;
static constexpr qint64 Day = 24 * Hour;

QWidget *RestartsPage::makeTools()
{
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
    connect(m_all, &QAbstractButton::clicked, this, [this] {
        m_filter.setReason({});
        showEmpty();
    });
    for (const HelperExit::Reason reason : Reasons) {
        auto *const chip = new QuietButton(causeWord(reason));
        chip->setCheckable(true);
        chip->setToolTip(causeWord(reason)); // where there is no room for it
        chip->setMark(helperExitMark(reason));
        chip->setCount(0);
        group->addButton(chip);
        row->addWidget(chip);
        connect(chip, &QAbstractButton::clicked, this, [this, reason] {
            m_filter.setReason(reason);
            showEmpty();
        });
        m_chips[size_t(reason)] = chip;
    }
    row->addStretch();
    m_search->setMinimumWidth(72);
    m_search->setMaximumWidth(200);
    row->addWidget(m_search, 1);

    m_period = new QuietButton(QStringLiteral("All times"));
    auto *const periods = new QMenu;
    const std::pair<QString, qint64> lengths[] = {
        {QStringLiteral("All times"), 0},
        {QStringLiteral("Last hour"), Hour},
        {QStringLiteral("Last 24 h"), Day},
        {QStringLiteral("Last 7 days"), 7 * Day},
    };
    for (const auto &[name, length] : lengths) {
        connect(periods->addAction(name), &QAction::triggered, this,
                [this, named = name, wanted = length] {
                    m_period->setText(named);
                    m_period->updateGeometry();
                    setPeriod(wanted);
                });
    }
    m_period->setMenu(periods);
    row->addWidget(m_period);

    auto *const exporting = new QuietButton(QStringLiteral("Export"));
    auto *const formats = new QMenu;
    QAction *const save
        = formats->addAction(QStringLiteral("Save as CSV…"), this, &RestartsPage::exportTable);
    save->setShortcut(QKeySequence(QStringLiteral("Ctrl+E")));
    save->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(save);
    exporting->setMenu(formats);
    row->addWidget(exporting);
    return tools;
}

QWidget *RestartsPage::makeUpper()
{
    auto *const upper = new QWidget;
    auto *const column = new QVBoxLayout(upper);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(makeTools());

    m_chartPart = new QWidget;
    auto *const chartColumn = new QVBoxLayout(m_chartPart);
    chartColumn->setContentsMargins(20, 6, 20, 9);
    chartColumn->setSpacing(0);
    chartColumn->addWidget(new SectionTitle(QStringLiteral("Uptime of each helper")));
    m_chart->setFixedHeight(192);
    chartColumn->addWidget(m_chart);
    column->addWidget(m_chartPart);

    m_table->setModel(&m_filter);
    m_table->setAccessibleName(QStringLiteral("Restarts"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->sortByColumn(RestartModel::WhenColumn, Qt::DescendingOrder);
    static constexpr int widths[] = {176, 326, 81, 108, 84, 104, 108};
    static_assert(std::size(widths) == RestartModel::ColumnCount);
    new ColumnWidths(m_table, m_table->horizontalHeader(), widths, RestartModel::CauseColumn);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_tableOrEmpty->addWidget(m_table);
    m_tableOrEmpty->addWidget(m_empty);
    column->addWidget(m_tableOrEmpty, 1);
    return upper;
}

void RestartsPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    constexpr int low = 640;
    m_chart->setFixedHeight(height() < low ? 132 : 192);
}

void RestartsPage::makeActions()
{
    auto *const details = new QAction(QStringLiteral("Show details"), this);
    details->setShortcut(QKeySequence(Qt::Key_Return));
    details->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(details, &QAction::triggered, this, [this] {
        m_detailsClosed = false;
        showDetails();
    });
    auto *const copy = new QAction(QStringLiteral("Copy row"), this);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut); // a text field keeps its own
    connect(copy, &QAction::triggered, m_table, &RowTable::copySelection);
    insertAction(actions().value(0), details);
    insertAction(actions().value(1), copy);
}

} // namespace Spawn
