// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "timeline/timelinepage.h"

#include "models/cellrole.h"
#include "models/commandtext.h"
#include "models/momenttext.h"
#include "models/quantity.h"
#include "models/tableexport.h"
#include "timeline/timelineview.h"
#include "widgets/pagehead.h"
#include "widgets/quietbutton.h"
#include "widgets/rowtable.h"
#include "widgets/searchfield.h"
#include "window/shownapplication.h"

#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace Spawn {

TimelinePage::TimelinePage(QWidget *parent)
    : Page(QStringLiteral("Timeline"), Glyph::Lanes, parent),
      m_head(new PageHead(QStringLiteral("Timeline"))),
      m_follow(new QuietButton(QStringLiteral("Follow"))),
      m_resetRange(new QuietButton(QStringLiteral("Reset range"))),
      m_search(new SearchField(QStringLiteral("Filter commands"), QStringLiteral("/"))),
      m_view(new TimelineView), m_table(new RowTable), m_empty(new QLabel),
      m_stack(new QStackedWidget)
{
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_sorted.setSourceModel(&m_model);
    m_sorted.setSortRole(SortRole);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(makeTools());
    column->addSpacing(8);
    column->addWidget(makeBody(), 1);

    connect(m_view, &TimelineView::followingChanged, m_follow, &QAbstractButton::setChecked);
    connect(m_view, &TimelineView::rangeChanged, this, [this] {
        m_resetRange->setEnabled(m_view->range().has_value());
        showNote();
        showTable();
    });
    connect(m_view, &TimelineView::selectionChanged, this, &TimelinePage::select);
    connect(m_view, &TimelineView::activated, this, [this](quint64 command) {
        Q_EMIT opened({Subject::Kind::Command, command, {}});
    });
    connect(m_view, &TimelineView::refreshed, this, [this] {
        showNote();
        showTable();
    });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        const CommandQuery query = CommandQuery::parsed(text);
        m_search->setToolTip(query.error().isEmpty() ? QStringLiteral("Filter commands (/)")
                                                     : query.error());
        m_view->setQuery(query);
    });
    makeActions();
}

void TimelinePage::setApplication(ShownApplication *application)
{
    m_application = application;
    m_view->setApplication(application);
    showNote();
    showTable();
}

void TimelinePage::showNote()
{
    if (!m_application) {
        m_head->setNote({});
        return;
    }
    const qint64 now = m_application->now();
    const TimelineHistory &history = m_view->history();
    const std::optional<TimeRange> range = m_view->range();
    const bool empty = history.runs().count() == 0 && history.waits().count() == 0;
    m_stack->setCurrentIndex(empty ? 2 : isTable() ? 1 : 0);
    if (!range) {
        const QString count = countText(history.runs().count());
        m_head->setNote(
            empty ? QString()
                  : QStringLiteral("%1 commands since %2")
                        .arg(count,
                             momentText(std::min(history.runs().begin(), history.waits().begin()),
                                        now)
                                 .chopped(4)));
        return;
    }
    const TimelineTotals totals = totalsOf(history, *range, now);
    m_head->setNote(
        QStringLiteral("%1 to %2   %3   %4   %5 failed")
            .arg(momentText(range->from, now).chopped(4), clockText(range->to),
                 spanText(std::chrono::milliseconds(range->length())),
                 totals.commands == 1
                     ? QStringLiteral("1 command")
                     : QStringLiteral("%1 commands").arg(countText(quint64(totals.commands))),
                 countText(quint64(totals.failed))));
}

bool TimelinePage::isTable() const
{
    return m_stack->property("table").toBool();
}

// Of the range, or of what is in view.
void TimelinePage::fill(TimelineTable *table) const
{
    if (!m_application) {
        table->setCommands({}, {}, 0);
        return;
    }
    const TimeRange range = m_view->range().value_or(m_view->shown().scale.range);
    const qint64 now = m_application->now();
    QList<quint64> ids = commandsIn(m_view->history(), range, now);
    ids.removeIf([this](quint64 id) { return !m_view->matches(id); });
    table->setCommands(ids, m_application->snapshot().commands, now);
}

void TimelinePage::showTable()
{
    if (isTable())
        fill(&m_model);
}

void TimelinePage::selectRow(quint64 command)
{
    for (int row = 0; row < m_sorted.rowCount(); ++row) {
        const QModelIndex index = m_sorted.index(row, 0);
        if (index.data(IdRole).toULongLong() != command)
            continue;
        m_table->selectionModel()->setCurrentIndex(
            index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        m_table->scrollTo(index);
        return;
    }
}

// Here as a bar and as a row, and on the other pages.
void TimelinePage::select(quint64 command)
{
    if (isTable())
        selectRow(command);
    if (command != 0)
        Q_EMIT selected({Subject::Kind::Command, command, {}});
}

bool TimelinePage::focusFilter()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
    return true;
}

bool TimelinePage::clear()
{
    if (!m_search->text().isEmpty()) {
        m_search->clear();
        m_view->setFocus();
        return true;
    }
    if (m_view->range()) {
        m_view->setRange({});
        return true;
    }
    if (m_view->selected() != 0) {
        m_view->select(0);
        return true;
    }
    return false;
}

bool TimelinePage::find(const QString &text)
{
    if (!m_application)
        return false;
    // Newest first, from the one that was found before.
    QList<quint64> ids = m_application->snapshot().commands.keys();
    std::sort(ids.begin(), ids.end(), std::greater<>());
    const quint64 before = m_view->selected();
    const auto next = std::find_if(ids.begin(), ids.end(),
                                   [before](quint64 id) { return before == 0 || id < before; });
    std::rotate(ids.begin(), next, ids.end());
    for (const quint64 id : std::as_const(ids)) {
        const CommandSnapshot &command = *m_application->snapshot().commands.constFind(id);
        if (QString::number(id) == text || command.label.contains(text, Qt::CaseInsensitive)
            || commandLine(command).contains(text, Qt::CaseInsensitive))
            return m_view->reveal(id);
    }
    return false;
}

bool TimelinePage::toggleTable()
{
    m_stack->setProperty("table", !isTable());
    showNote();
    showTable();
    selectRow(m_view->selected());
    QWidget *const shown = isTable() ? static_cast<QWidget *>(m_table) : m_view;
    shown->setFocus();
    return true;
}

bool TimelinePage::open(const Subject &subject)
{
    return subject.kind == Subject::Kind::Command && m_view->reveal(subject.command);
}

void TimelinePage::save()
{
    saveAs(QStringLiteral("Save commands of the range"), QStringLiteral("timeline.csv"),
           QStringLiteral("CSV (*.csv)"), [this](const QString &) {
               TimelineTable table;
               if (m_application)
                   fill(&table);
               return csvText(table);
           });
}

} // namespace Spawn
