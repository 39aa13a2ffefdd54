// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The widgets and the actions of the log page.
#include "log/logdelegate.h"
#include "log/logpage.h"
#include "widgets/pagehead.h"
#include "widgets/quietbutton.h"
#include "widgets/rowtable.h"
#include "widgets/searchfield.h"

#include <QtGui/QAction>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QStyle>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace Spawn {

static constexpr int RowHeight = 24;

QWidget *LogPage::makeTools()
{
    auto *const tools = new QWidget;
    auto *const row = new QHBoxLayout(tools);
    row->setContentsMargins(20, 0, 12, 0);
    row->setSpacing(4);
    for (int i = 0; i < LogLevels; ++i) {
        const auto level = static_cast<LogLevel>(i);
        auto *const chip = new QuietButton(levelWord(level));
        chip->setCheckable(true);
        chip->setChecked(true);
        chip->setMark(logLevelMark(level));
        chip->setCount(0);
        chip->setToolTip(QStringLiteral("Show records of the level “%1”").arg(levelWord(level)));
        chip->setAccessibleName(levelWord(level));
        row->addWidget(chip);
        connect(chip, &QAbstractButton::toggled, this, [this, level](bool shown) {
            m_filter.setLevel(level, shown);
            showEmpty();
        });
        m_chips[size_t(i)] = chip;
    }
    row->addSpacing(8);
    m_category = new QuietButton(QStringLiteral("All categories"));
    m_category->setAccessibleName(QStringLiteral("Category"));
    m_categories = new QMenu;
    connect(m_categories, &QMenu::aboutToShow, this, &LogPage::fillCategories);
    m_category->setMenu(m_categories);
    row->addWidget(m_category);
    row->addStretch();
    m_search->setMinimumWidth(72);
    m_search->setMaximumWidth(240);
    row->addWidget(m_search, 1);
    row->addSpacing(4);
    m_follow->setCheckable(true);
    m_follow->setChecked(true);
    m_follow->setMark({Glyph::ChevronUp, Tone::Neutral});
    m_follow->setToolTip(QStringLiteral("Stay with the newest record (F)"));
    connect(m_follow, &QAbstractButton::toggled, this, &LogPage::setFollowing);
    row->addWidget(m_follow);
    row->addWidget(makeExport());
    return tools;
}

QWidget *LogPage::makeExport()
{
    auto *const exporting = new QuietButton(QStringLiteral("Export"));
    auto *const formats = new QMenu;
    QAction *const csv = formats->addAction(QStringLiteral("Save as CSV…"), this, [this] {
        save(QStringLiteral("log.csv"), QStringLiteral("CSV (*.csv)"));
    });
    csv->setShortcut(QKeySequence(QStringLiteral("Ctrl+E")));
    QAction *const json = formats->addAction(QStringLiteral("Save as JSON…"), this, [this] {
        save(QStringLiteral("log.json"), QStringLiteral("JSON (*.json)"));
    });
    json->setShortcut(QKeySequence(QStringLiteral("Ctrl+Shift+E")));
    exporting->setMenu(formats);
    addActions({csv, json});
    return exporting;
}

QWidget *LogPage::makeUpper()
{
    auto *const upper = new QWidget;
    auto *const column = new QVBoxLayout(upper);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(makeTools());
    column->addSpacing(8);

    m_table->setModel(&m_filter);
    m_table->setAccessibleName(QStringLiteral("Log"));
    m_table->setRowHeight(RowHeight);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    auto *const delegate = new LogDelegate(m_table);
    m_table->setItemDelegateForColumn(LogModel::MessageColumn, delegate);
    connect(delegate, &LogDelegate::commandClicked, this, [this](quint64 command) {
        Q_EMIT opened({Subject::Kind::Command, command, {}});
    });
    m_table->sortByColumn(LogModel::TimeColumn, Qt::DescendingOrder);
    QHeaderView *const header = m_table->horizontalHeader();
    constexpr int widths[] = {132, 104, 136, 700};
    static_assert(std::size(widths) == LogModel::ColumnCount);
    for (int section = 0; section < LogModel::ColumnCount; ++section)
        header->resizeSection(section, widths[section]);
    // Who scrolls away from the newest does not follow any more.
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (!m_applying && value > m_table->verticalScrollBar()->minimum())
            m_follow->setChecked(false);
    });
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setWordWrap(true);
    m_tableOrEmpty->addWidget(m_table);
    m_tableOrEmpty->addWidget(m_empty);
    column->addWidget(m_tableOrEmpty, 1);
    return upper;
}

void LogPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    // The message takes what is left; below its words the table scrolls.
    constexpr int messageWidth = 400;
    const int scrollBar = style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    const QHeaderView *const header = m_table->horizontalHeader();
    const int others = header->length() - header->sectionSize(LogModel::MessageColumn);
    m_table->setColumnWidth(LogModel::MessageColumn,
                            std::max(messageWidth, width() - others - scrollBar));
}

void LogPage::makeActions()
{
    QList<QAction *> made;
    const auto add = [&](const QString &text, const QKeySequence &key, auto &&does) {
        auto *const action = new QAction(text, this);
        action->setShortcut(key);
        connect(action, &QAction::triggered, this, does);
        made += action;
        return action;
    };
    add(QStringLiteral("Show details"), Qt::Key_Return, [this] {
        m_detailsClosed = false;
        showDetails();
    })->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    add(QStringLiteral("Show its command"), Qt::CTRL | Qt::Key_Return, [this] {
        openCommand();
    })->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    // A text field keeps its own.
    add(QStringLiteral("Copy rows"), QKeySequence::Copy, [this] {
        m_table->copySelection();
    })->setShortcutContext(Qt::WidgetShortcut);
    add(QStringLiteral("Follow"), Qt::Key_F, [this] { m_follow->toggle(); });
    insertActions(actions().value(0), made);
}

} // namespace Spawn
