// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "restarts/restartspage.h"

#include "models/momenttext.h"
#include "models/quantity.h"
#include "models/tableexport.h"
#include "restarts/restartdetails.h"
#include "restarts/uptimechart.h"
#include "widgets/pagehead.h"
#include "widgets/quietbutton.h"
#include "widgets/rowtable.h"
#include "widgets/searchfield.h"
#include "window/shownapplication.h"

#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace Spawn {

RestartsPage::RestartsPage(QWidget *parent)
    : Page(QStringLiteral("Restarts"), Glyph::TurningArrow, parent),
      m_head(new PageHead(QStringLiteral("Restarts"))),
      m_search(new SearchField(QStringLiteral("Filter restarts"), QStringLiteral("/"))),
      m_chart(new UptimeChart), m_table(new RowTable), m_empty(new QLabel),
      m_tableOrEmpty(new QStackedWidget), m_details(new RestartDetails),
      m_splitter(new QSplitter(Qt::Vertical))
{
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_filter.setSourceModel(&m_model);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(7);
    m_splitter->addWidget(makeUpper());
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setSizes({530, 194});
    m_details->hide();
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_splitter);

    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        m_detailsClosed = false;
        showDetails();
    });
    connect(m_chart, &UptimeChart::clicked, this, &RestartsPage::select);
    connect(m_details, &RestartDetails::closed, this, [this] {
        m_detailsClosed = true;
        m_details->hide();
    });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter.setText(text);
        showEmpty();
    });
    makeActions();
}

void RestartsPage::setApplication(ShownApplication *application)
{
    if (m_application)
        m_application->disconnect(this);
    m_application = application;
    m_model.setRestarts({}, 0);
    if (!application) {
        Q_EMIT countChanged();
        return;
    }
    connect(application, &ShownApplication::reset, this, [this] {
        showRestarts();
        showFigures();
        showDetails();
    });
    connect(application, &ShownApplication::rowsChanged, this, &RestartsPage::showRestarts);
    connect(application, &ShownApplication::figuresChanged, this, &RestartsPage::showFigures);
    showRestarts();
    showFigures();
    // The newest says what happened last.
    if (m_filter.rowCount() > 0)
        m_table->selectRow(0);
}

std::optional<int> RestartsPage::count() const
{
    return m_model.rowCount();
}

void RestartsPage::showRestarts()
{
    const int before = m_model.rowCount();
    m_model.setRestarts(m_application->snapshot().restarts, m_application->now());
    m_all->setCount(m_model.rowCount());
    for (const HelperExit::Reason reason : Reasons)
        m_chips[size_t(reason)]->setCount(m_model.count(reason));
    showEmpty();
    if (before != m_model.rowCount()) {
        showFigures();
        Q_EMIT countChanged();
    }
}

void RestartsPage::showFigures()
{
    const SpawnerSnapshot &snapshot = m_application->snapshot();
    const qint64 now = m_application->now();
    if (m_periodLength > 0)
        setPeriod(m_periodLength);
    QList<RestartSnapshot> shown;
    for (const RestartSnapshot &restart : snapshot.restarts) {
        if (m_periodLength == 0 || restart.exit.time.toMSecsSinceEpoch() >= now - m_periodLength)
            shown += restart;
    }
    m_chart->setHelpers(shown, snapshot.helper, now);
    m_chart->setSelected(selected());
    const bool runs = snapshot.helper.processId > 0 && snapshot.helper.started > 0;
    m_head->setNote(runs ? QStringLiteral("Helper up ")
                            + spanText(std::chrono::milliseconds(now - snapshot.helper.started))
                         : QStringLiteral("No helper"));
}

void RestartsPage::showEmpty()
{
    const bool empty = m_filter.rowCount() == 0;
    m_tableOrEmpty->setCurrentIndex(empty ? 1 : 0);
    if (!empty || !m_application)
        return;
    const qint64 started = m_application->snapshot().applicationStarted;
    m_empty->setText(
        m_model.rowCount() > 0
            ? QStringLiteral("No restart matches the filter; %1 are hidden. Esc clears it.")
                  .arg(countText(quint64(m_model.rowCount())))
            : started > 0
            ? QStringLiteral("No restarts since %1. The helper has run without a break.")
                  .arg(shortMomentText(started, m_application->now()))
            : QStringLiteral("No restarts. The helper has run without a break."));
}

void RestartsPage::setPeriod(qint64 length)
{
    const bool changes = length != m_periodLength;
    m_periodLength = length;
    if (!m_application)
        return;
    m_filter.setSince(length == 0 ? 0 : m_application->now() - length);
    showEmpty();
    if (changes)
        showFigures();
}

std::optional<quint64> RestartsPage::selected() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    if (rows.isEmpty())
        return {};
    return rows.first().data(IdRole).toULongLong();
}

void RestartsPage::select(quint64 number)
{
    for (int row = 0; row < m_filter.rowCount(); ++row) {
        if (m_filter.index(row, 0).data(IdRole).toULongLong() == number) {
            m_table->selectRow(row);
            m_table->scrollTo(m_filter.index(row, 0));
        }
    }
}

void RestartsPage::showDetails()
{
    const std::optional<quint64> number = selected();
    m_chart->setSelected(number);
    m_details->setVisible(number && !m_detailsClosed);
    if (!number || !m_application)
        return;
    const SpawnerSnapshot &snapshot = m_application->snapshot();
    const auto restart = std::find_if(
        snapshot.restarts.begin(), snapshot.restarts.end(),
        [&number](const RestartSnapshot &candidate) { return candidate.number == *number; });
    if (restart == snapshot.restarts.end())
        return;
    const auto next = std::next(restart);
    m_details->setRestart(*restart,
                          next == snapshot.restarts.end() ? snapshot.helper.processId
                                                          : next->exit.processId,
                          m_application->now());
}

bool RestartsPage::focusFilter()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
    return true;
}

bool RestartsPage::clear()
{
    if (m_filter.isFiltering()) {
        m_search->clear();
        m_all->click();
        m_period->setText(QStringLiteral("All times"));
        setPeriod(0);
        m_table->setFocus();
        return true;
    }
    if (m_details->isVisible()) {
        m_detailsClosed = true;
        m_details->hide();
        return true;
    }
    return false;
}

bool RestartsPage::find(const QString &text)
{
    const int rows = m_filter.rowCount();
    const int from = m_table->currentIndex().row() + 1;
    for (int i = 0; i < rows; ++i) {
        const int row = (from + i) % rows;
        for (int column = 0; column < m_filter.columnCount(); ++column) {
            if (m_filter.index(row, column).data().toString().contains(text, Qt::CaseInsensitive)) {
                m_table->selectRow(row);
                return true;
            }
        }
    }
    return false;
}

bool RestartsPage::toggleTable()
{
    // The table is below the chart already; alone it has all the room.
    m_chartPart->setVisible(m_chartPart->isHidden());
    return true;
}

bool RestartsPage::open(const Subject &subject)
{
    if (subject.kind != Subject::Kind::Restarts)
        return false;
    if (m_filter.rowCount() > 0)
        m_table->selectRow(0);
    return true;
}

void RestartsPage::exportTable()
{
    saveAs(QStringLiteral("Save restarts"), QStringLiteral("restarts.csv"),
           QStringLiteral("CSV (*.csv)"), [this](const QString &) { return csvText(m_filter); });
}

} // namespace Spawn
