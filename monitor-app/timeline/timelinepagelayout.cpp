// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The widgets and the actions of the timeline page.
#include "models/cellrole.h"
#include "timeline/timelinelegend.h"
#include "timeline/timelinepage.h"
#include "timeline/timelineview.h"
#include "widgets/quietbutton.h"
#include "widgets/rowtable.h"
#include "widgets/searchfield.h"

#include <QtGui/QAction>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QStyle>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace Spawn {

static constexpr double ZoomStep = 1.5;

QWidget *TimelinePage::makeTools()
{
    auto *const tools = new QWidget;
    auto *const row = new QHBoxLayout(tools);
    row->setContentsMargins(20, 0, 12, 0);
    row->setSpacing(6);
    m_follow->setCheckable(true);
    m_follow->setChecked(true);
    m_follow->setMark({Glyph::Triangle, Tone::Neutral});
    m_follow->setToolTip(QStringLiteral("Keep now in view (F)"));
    connect(m_follow, &QAbstractButton::toggled, m_view, &TimelineView::setFollowing);
    row->addWidget(m_follow);
    auto *const fit = new QuietButton(QStringLiteral("Fit"));
    fit->setToolTip(QStringLiteral("All that there is (0)"));
    connect(fit, &QAbstractButton::clicked, m_view, &TimelineView::fit);
    row->addWidget(fit);
    m_resetRange->setToolTip(QStringLiteral("No range any more (Esc)"));
    m_resetRange->setEnabled(false);
    connect(m_resetRange, &QAbstractButton::clicked, this, [this] { m_view->setRange({}); });
    row->addWidget(m_resetRange);
    row->addStretch();
    m_search->setMinimumWidth(72);
    m_search->setMaximumWidth(200);
    row->addWidget(m_search, 1);
    auto *const exporting = new QuietButton(QStringLiteral("Export"));
    auto *const formats = new QMenu;
    QAction *const csv
        = formats->addAction(QStringLiteral("Save the range as CSV…"), this, &TimelinePage::save);
    csv->setShortcut(QKeySequence(QStringLiteral("Ctrl+E")));
    addAction(csv);
    exporting->setMenu(formats);
    row->addWidget(exporting);
    return tools;
}

QWidget *TimelinePage::makeBody()
{
    auto *const chart = new QWidget;
    auto *const column = new QVBoxLayout(chart);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_view, 1);
    column->addSpacing(6);
    column->addWidget(new TimelineLegend);

    m_table->setModel(&m_sorted);
    m_table->setAccessibleName(QStringLiteral("Commands of the timeline"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->sortByColumn(TimelineTable::IdColumn, Qt::DescendingOrder);
    QHeaderView *const header = m_table->horizontalHeader();
    constexpr int widths[] = {132, 64, 296, 112, 112, 112, 100, 124};
    static_assert(std::size(widths) == TimelineTable::ColumnCount);
    for (int section = 0; section < TimelineTable::ColumnCount; ++section)
        header->resizeSection(section, widths[section]);
    // Not the current row: the focus alone moves that.
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this](const QItemSelection &selection) {
                if (!selection.isEmpty())
                    m_view->select(selection.indexes().first().data(IdRole).toULongLong());
            });
    connect(m_table, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        Q_EMIT opened({Subject::Kind::Command, index.data(IdRole).toULongLong(), {}});
    });

    m_empty->setText(QStringLiteral("Nothing has been run yet."));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_stack->addWidget(chart);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    return m_stack;
}

void TimelinePage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    // The command takes what is left; below its words the table scrolls.
    constexpr int commandWidth = 240;
    const int scrollBar = style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    const QHeaderView *const header = m_table->horizontalHeader();
    const int others = header->length() - header->sectionSize(TimelineTable::CommandColumn);
    m_table->setColumnWidth(TimelineTable::CommandColumn,
                            std::max(commandWidth, width() - others - scrollBar));
}

void TimelinePage::makeActions()
{
    QList<QAction *> made;
    const auto add = [&](const QString &text, const QList<QKeySequence> &keys, auto &&does) {
        auto *const action = new QAction(text, this);
        action->setShortcuts(keys);
        connect(action, &QAction::triggered, this, does);
        made += action;
    };
    add(QStringLiteral("Follow"), {Qt::Key_F}, [this] { m_follow->toggle(); });
    add(QStringLiteral("Zoom in"), {Qt::Key_Plus, Qt::Key_Equal},
        [this] { m_view->zoom(ZoomStep); });
    add(QStringLiteral("Zoom out"), {Qt::Key_Minus}, [this] { m_view->zoom(1 / ZoomStep); });
    add(QStringLiteral("Fit all"), {Qt::Key_0}, [this] { m_view->fit(); });
    add(QStringLiteral("Begin the range"), {Qt::Key_BracketLeft}, [this] { m_view->beginRange(); });
    add(QStringLiteral("End the range"), {Qt::Key_BracketRight}, [this] { m_view->endRange(); });
    add(QStringLiteral("Earlier command"), {Qt::CTRL | Qt::Key_Left},
        [this] { m_view->selectNext(0, -1); });
    add(QStringLiteral("Later command"), {Qt::CTRL | Qt::Key_Right},
        [this] { m_view->selectNext(0, 1); });
    insertActions(actions().value(0), made);
}

} // namespace Spawn
