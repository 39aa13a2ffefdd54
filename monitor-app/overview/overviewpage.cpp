// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "overview/overviewpage.h"

#include "look/theme.h"
#include "models/quantity.h"
#include "overview/attentioncard.h"
#include "overview/helpercard.h"
#include "overview/outcomescard.h"
#include "overview/overviewhead.h"
#include "overview/queuecard.h"
#include "overview/samplecharts.h"
#include "overview/verdictband.h"
#include "widgets/pagehead.h"
#include "widgets/rowscard.h"
#include "widgets/rowtable.h"
#include "window/shownapplication.h"

#include <QtWidgets/QGridLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace Spawn {

static constexpr int Margin = 24;
static constexpr int Gap = 12;
static constexpr int WidthOfThree = 880; // below it, cards stand in two columns

static void embed(Card *card, QWidget *chart, int bottom)
{
    auto *const layout = new QVBoxLayout(card);
    layout->setContentsMargins(Card::Padding, Card::HeadHeight - 3, Card::Padding - 8, bottom);
    layout->addWidget(chart);
}

OverviewPage::OverviewPage(QWidget *parent)
    : Page(QStringLiteral("Overview"), Glyph::Tiles, parent), m_stack(new QStackedWidget),
      m_head(new OverviewHead), m_verdict(new VerdictBand),
      m_checks(new RowsCard(QStringLiteral("Checks"), 24)), m_helper(new HelperCard),
      m_queue(new QueueCard), m_startedCard(new Card(QStringLiteral("Started per second"))),
      m_started(new StartedChart), m_waitingCard(new Card(QStringLiteral("Time waiting"))),
      m_waiting(new WaitingChart), m_outcomes(new OutcomesCard), m_attention(new AttentionCard)
{
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_stack);
    m_stack->addWidget(makeCards());
    m_stack->addWidget(makeTable());
    connect(m_head, &OverviewHead::detachRequested, this, &OverviewPage::detachRequested);
    connect(m_verdict, &VerdictBand::opened, this, &Page::opened);
    connect(m_attention, &AttentionCard::opened, this, &Page::opened);
}

QWidget *OverviewPage::makeCards()
{
    embed(m_startedCard, m_started, 8);
    embed(m_waitingCard, m_waiting, 8);
    auto *const content = new QWidget;
    auto *const column = new QVBoxLayout(content);
    column->setContentsMargins(Margin, 0, Margin, Gap + 3);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_verdict);
    column->addSpacing(Gap);
    m_grid = new QGridLayout;
    m_grid->setSpacing(Gap);
    column->addLayout(m_grid);
    column->addSpacing(Gap);
    column->addWidget(m_attention);
    column->addStretch();
    arrange(3);

    auto *const scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    // Cards keep their width when they must be scrolled.
    QScrollBar *const bar = scroll->verticalScrollBar();
    connect(bar, &QScrollBar::rangeChanged, column, [column, bar](int, int maximum) {
        column->setContentsMargins(
            Margin, 0, maximum > 0 ? Margin - bar->sizeHint().width() : Margin, Gap + 3);
    });
    return scroll;
}

QWidget *OverviewPage::makeTable()
{
    auto *const content = new QWidget;
    content->setBackgroundRole(QPalette::Base);
    content->setAutoFillBackground(true);
    auto *const column = new QVBoxLayout(content);
    column->setContentsMargins({});
    column->setSpacing(0);
    auto *const head = new PageHead(QStringLiteral("Overview, as a table"));
    head->setNote(QStringLiteral("Ctrl+T shows the charts"));
    column->addWidget(head);
    auto *const table = new RowTable;
    table->setSortingEnabled(false);
    table->setModel(&m_table);
    table->horizontalHeader()->setDefaultSectionSize(118);
    column->addWidget(table);
    return content;
}

void OverviewPage::arrange(int columns)
{
    if (columns == m_columns)
        return;
    m_columns = columns;
    Card *const cards[] = {m_checks, m_helper, m_queue, m_startedCard, m_waitingCard, m_outcomes};
    for (Card *const card : cards)
        m_grid->removeWidget(card);
    int place = 0;
    for (Card *const card : cards) {
        m_grid->addWidget(card, place / columns, place % columns);
        ++place;
    }
    for (int column = 0; column < 3; ++column)
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
    for (Card *const card : {m_startedCard, m_waitingCard})
        card->setMinimumHeight(197);
    m_outcomes->setMinimumHeight(197);
    // All of a row are as high as its highest.
    m_checks->setMinimumHeight(245);
}

void OverviewPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    arrange(width() < WidthOfThree ? 2 : 3);
}

void OverviewPage::setApplication(ShownApplication *application)
{
    if (m_application)
        m_application->disconnect(this);
    m_application = application;
    if (!application)
        return;
    // Nobody looks at a hidden page, and this one is costly.
    connect(application, &ShownApplication::figuresChanged, this, [this] {
        if (isVisible())
            showFigures();
    });
    connect(application, &ShownApplication::sampled, this, [this] {
        if (isVisible())
            showSamples();
    });
    connect(application, &ShownApplication::reset, this, &OverviewPage::showAll);
    showAll();
}

void OverviewPage::showAll()
{
    showFigures();
    showSamples();
}

void OverviewPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    if (m_application)
        showAll();
}

bool OverviewPage::toggleTable()
{
    m_stack->setCurrentIndex(1 - m_stack->currentIndex());
    return true;
}

static QList<RowsCard::Row> rowsOf(const Health &health)
{
    QList<RowsCard::Row> rows;
    for (const Check &check : health.checks) {
        RowsCard::Row row;
        row.mark = levelMark(check.level);
        row.label = check.name;
        row.value = check.value;
        row.toolTip = check.limit.isEmpty()
            ? check.rule
            : QStringLiteral("%1 Limit %2.").arg(check.rule, check.limit);
        row.emphasised = check.level != CheckLevel::Pass;
        rows += row;
    }
    return rows;
}

void OverviewPage::showFigures()
{
    const SpawnerSnapshot &snapshot = m_application->snapshot();
    const Health &health = m_application->health();
    m_head->setFacts(*m_application);
    m_verdict->setHealth(health);
    m_checks->setRows(rowsOf(health));
    m_checks->setFact(
        QStringLiteral("%1 of %2 pass").arg(health.passed()).arg(health.checks.size()));
    m_helper->setHelper(snapshot, m_application->now());
    const auto oldest
        = std::find_if(health.checks.begin(), health.checks.end(),
                       [](const Check &check) { return check.kind == Check::Kind::OldestWaiting; });
    m_queue->setQueue(snapshot.queue,
                      oldest == health.checks.end() ? Mark() : levelMark(oldest->level));
    m_outcomes->setOutcomes(snapshot.outcomes);
    m_attention->setAttention(m_application->attention());
}

void OverviewPage::showSamples()
{
    const SampleHistory &history = m_application->history();
    m_table.setSamples(history.samples());
    if (history.isEmpty())
        return;
    const QList<Sample> samples = history.since(history.last().time - 60'000);
    m_helper->setSamples(samples);
    m_queue->setSamples(samples);
    m_started->setSamples(samples);
    m_waiting->setSamples(samples);
    const Sample &last = history.last();
    m_startedCard->setFact(last.startedPerSecond < 0 ? QString()
                                                     : QStringLiteral("now ")
                                   + countText(quint64(qRound64(last.startedPerSecond))));
    const auto p95 = std::chrono::duration_cast<std::chrono::milliseconds>(last.waitP95);
    m_waitingCard->setFact(last.waitP95.count() < 0 ? QString()
                                                    : QStringLiteral("p95 ") + spanText(p95));
}

} // namespace Spawn
