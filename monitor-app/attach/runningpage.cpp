// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "attach/runningpage.h"

#include "attach/attachmodel.h"
#include "attach/explanationband.h"
#include "look/theme.h"
#include "models/quantity.h"
#include "widgets/rowtable.h"
#include "widgets/searchfield.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace Spawn {

static constexpr int SideMargin = 20;

RunningPage::RunningPage(AttachModel *model, QWidget *parent)
    : QWidget(parent), m_model(model),
      m_search(new SearchField(QStringLiteral("Filter applications"), QStringLiteral("/"))),
      m_table(new RowTable), m_band(new ExplanationBand)
{
    m_filter.setSourceModel(model);
    m_filter.setSortRole(SortRole);
    m_filter.setSortCaseSensitivity(Qt::CaseInsensitive);
    m_filter.setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_filter.setFilterKeyColumn(-1);
    makeTable();

    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(1, 12, 1, 0); // not over the edge of the sheet
    column->setSpacing(0);
    column->addWidget(makeTools());
    column->addSpacing(6);
    column->addWidget(m_table, 1);
    column->addSpacing(10);
    auto *const band = new QHBoxLayout;
    band->setContentsMargins(SideMargin, 0, SideMargin, 0);
    band->addWidget(m_band);
    column->addLayout(band);

    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter.setFilterFixedString(text.trimmed());
        selectFirst();
        explain();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &RunningPage::explain);
    connect(m_table, &QAbstractItemView::doubleClicked, this, &RunningPage::activated);
    connect(&m_filter, &QAbstractItemModel::dataChanged, this, &RunningPage::explain);
    connect(&m_filter, &QAbstractItemModel::rowsRemoved, this, &RunningPage::explain);
    connect(&m_filter, &QAbstractItemModel::rowsInserted, this, [this] {
        selectFirst();
        explain();
    });
    selectFirst();
    explain();
}

QWidget *RunningPage::makeTools()
{
    auto *const tools = new QWidget;
    auto *const row = new QHBoxLayout(tools);
    row->setContentsMargins(SideMargin, 0, SideMargin + 2, 0);
    m_search->setFixedWidth(300);
    row->addWidget(m_search);
    row->addStretch();
    auto *const note = new QLabel(QStringLiteral("The list refreshes by itself"));
    note->setForegroundRole(QPalette::PlaceholderText);
    row->addWidget(note);
    return tools;
}

void RunningPage::makeTable()
{
    m_table->setModel(&m_filter);
    m_table->setAccessibleName(QStringLiteral("Applications"));
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    m_table->setRowHeight(32);
    m_table->sortByColumn(AttachModel::StatusColumn, Qt::AscendingOrder);
    QHeaderView *const header = m_table->horizontalHeader();
    constexpr int widths[] = {184, 195, 90, 84, 88, 117};
    static_assert(std::size(widths) == AttachModel::ColumnCount);
    for (int column = 0; column < AttachModel::ColumnCount; ++column)
        header->resizeSection(column, widths[column]);
    header->setSectionResizeMode(AttachModel::ApplicationColumn, QHeaderView::Stretch);
}

const AttachTarget &RunningPage::at(const QModelIndex &index) const
{
    return m_model->at(m_filter.mapToSource(index).row());
}

QList<MonitorTarget> RunningPage::chosen() const
{
    QList<MonitorTarget> targets;
    QModelIndexList rows = m_table->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    for (const QModelIndex &index : std::as_const(rows)) {
        if (at(index).canBeAttached())
            targets += at(index).target;
    }
    return targets;
}

void RunningPage::select(const QString &key)
{
    for (int row = 0; row < m_filter.rowCount(); ++row) {
        if (at(m_filter.index(row, 0)).key() == key) {
            m_table->selectRow(row);
            m_table->scrollTo(m_filter.index(row, 0));
        }
    }
}

// So that Enter is enough, as long as nothing else has been chosen.
void RunningPage::selectFirst()
{
    if (m_table->selectionModel()->hasSelection() || m_filter.rowCount() == 0)
        return;
    if (at(m_filter.index(0, 0)).canBeAttached() || !m_search->text().isEmpty())
        m_table->selectRow(0);
}

void RunningPage::explain()
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    if (m_filter.rowCount() == 0 && m_model->rowCount() > 0) {
        m_band->setText({Glyph::RingWithI, Tone::Neutral},
                        QStringLiteral("No application matches the filter."),
                        QStringLiteral("%1 are hidden; Esc clears it.")
                            .arg(countText(quint64(m_model->rowCount()))));
    } else if (m_filter.rowCount() == 0) {
        m_band->setText({Glyph::RingWithI, Tone::Neutral},
                        QStringLiteral("No application with a spawner runs here."),
                        QStringLiteral("It shows up by itself when it is started, or use Launch."));
    } else if (rows.size() > 1) {
        m_band->setText(
            {Glyph::RingWithI, Tone::Neutral},
            QStringLiteral("%1 applications are selected, and %2 can be attached.")
                .arg(countText(quint64(rows.size())), countText(quint64(chosen().size()))),
            QStringLiteral("Attaching and detaching change nothing for them."));
    } else if (rows.size() == 1) {
        const AttachTarget &target = at(rows.first());
        const bool failed = target.status == AttachTarget::Status::Refused
            || target.status == AttachTarget::Status::Broken;
        m_band->setText({Glyph::RingWithI, failed ? Tone::Fail : Tone::Neutral},
                        situationText(target), remedyText(target));
    } else {
        m_band->setText({}, {}, {});
    }
    Q_EMIT chosenChanged();
}

void RunningPage::focusFilter()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void RunningPage::focusTable()
{
    m_table->setFocus();
}

bool RunningPage::clearFilter()
{
    if (m_search->text().isEmpty())
        return false;
    m_search->clear();
    m_table->setFocus();
    return true;
}

} // namespace Spawn
