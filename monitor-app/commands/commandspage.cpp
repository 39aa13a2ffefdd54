// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands/commandspage.h"

#include "commands/commanddelegate.h"
#include "commands/commanddetails.h"
#include "commands/orderhold.h"
#include "commands/scrollanchor.h"
#include "models/commandtext.h"
#include "models/quantity.h"
#include "widgets/emptyrows.h"
#include "widgets/pagehead.h"
#include "widgets/quietbutton.h"
#include "widgets/rowtable.h"
#include "widgets/searchfield.h"
#include "window/shownapplication.h"

#include <QtCore/QSettings>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

#include <utility>

namespace Spawn {

static const QString SplitterKey = QStringLiteral("commands/splitter");
static const QString ClosedKey = QStringLiteral("commands/detailsClosed");

CommandsPage::CommandsPage(QWidget *parent)
    : Page(QStringLiteral("Commands"), Glyph::Prompt, parent),
      m_head(new PageHead(QStringLiteral("Commands"))),
      m_search(new SearchField(QStringLiteral("Filter commands"), QStringLiteral("/"))),
      m_table(new RowTable), m_delegate(new CommandDelegate(&m_fade, this)),
      m_hold(new OrderHold(m_table)), m_empty(new EmptyRows), m_tableOrEmpty(new QStackedWidget),
      m_actions(this, [this](quint64 id) { return m_model.find(id); }),
      m_details(new CommandDetails(m_actions)), m_splitter(new QSplitter(Qt::Vertical))
{
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(7);
    m_splitter->addWidget(makeUpper());
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setSizes({446, 278});
    m_details->hide();
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_splitter);
    makeActions();
    connectAll();
    const QSettings settings;
    m_splitter->restoreState(settings.value(SplitterKey).toByteArray());
    m_detailsClosed = settings.value(ClosedKey).toBool();
}

CommandsPage::~CommandsPage()
{
    delete m_splitter; // the table goes before its model
}

void CommandsPage::connectAll()
{
    connect(&m_model, &CommandModel::ended, &m_fade, &RowFade::begin);
    connect(&m_fade, &RowFade::changed, m_table->viewport(), qOverload<>(&QWidget::update));
    connect(m_hold, &OrderHold::changed, this, [this](bool held) {
        const ScrollAnchor anchor(m_table, m_model);
        m_model.setHeld(held);
        anchor.restore({});
        showEmpty();
    });
    connect(m_search, &QLineEdit::textChanged, this, &CommandsPage::setQuery);
    connect(m_empty, &EmptyRows::clearRequested, this, &CommandsPage::clear);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &CommandsPage::showSelection);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &CommandsPage::showDetails);
    connect(m_details, &CommandDetails::closed, this, [this] { setDetailsClosed(true); });
    connect(m_splitter, &QSplitter::splitterMoved, this,
            [this] { QSettings().setValue(SplitterKey, m_splitter->saveState()); });
    connect(&m_actions, &CommandActions::requested, this,
            [this](const QString &what, const QList<quint64> &ids, int signalNumber) {
                if (m_application)
                    m_application->request(what, ids, signalNumber);
            });
}

void CommandsPage::setApplication(ShownApplication *application)
{
    if (m_application)
        m_application->disconnect(this);
    m_application = application;
    if (application) {
        connect(application, &ShownApplication::reset, this, &CommandsPage::showAnew);
        connect(application, &ShownApplication::rowsChanged, this, &CommandsPage::showRows);
        connect(application, &ShownApplication::figuresChanged, this, [this] {
            if (isVisible())
                showFigures();
        });
        connect(application, &ShownApplication::stateChanged, this, &CommandsPage::showSelection);
        connect(application, &ShownApplication::sampled, &m_model, &CommandModel::takeShares);
    }
    m_hold->release();
    m_table->clearSelection();
    m_model.setCommands({}, 0); // ids of another application mean others
    showAnew();
}

std::optional<int> CommandsPage::count() const
{
    return m_model.count(CommandGroup::Waiting) + m_model.count(CommandGroup::Running);
}

void CommandsPage::showAnew()
{
    // The rows are others, but what is selected may be among them.
    QList<quint64> selected;
    forEachSelected([&](int row) { selected += m_model.at(row).id; });
    const ScrollAnchor anchor(m_table, m_model);
    m_model.setCommands(m_application ? m_application->snapshot().commands
                                      : CommandModel::Commands(),
                        m_application ? m_application->now() : 0);
    QItemSelection again;
    for (const quint64 id : std::as_const(selected)) {
        const QModelIndex index = m_model.index(m_model.rowOf(id), 0);
        if (index.isValid())
            again.select(index, index.siblingAtColumn(CommandColumns - 1));
    }
    if (!again.isEmpty()) {
        m_table->selectionModel()->setCurrentIndex(again.indexes().first(),
                                                   QItemSelectionModel::NoUpdate);
        m_table->selectionModel()->select(again, QItemSelectionModel::Select);
    }
    anchor.restore({});
    showCounts();
    showEmpty();
    showSelection();
}

void CommandsPage::showRows(const QList<quint64> &ids)
{
    const ScrollAnchor anchor(m_table, m_model);
    m_model.change(ids, m_application->snapshot().commands, m_application->now());
    anchor.restore(ids);
    showCounts();
    showEmpty();
    if (m_table->selectionModel()->hasSelection()) // they may have ended
        showSelection();
}

void CommandsPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    showFigures();
}

void CommandsPage::showFigures()
{
    if (!m_application)
        return;
    if (!m_application->isPaused() && !m_application->isCutOff())
        m_model.setNow(m_application->now());
    showNote();
    showDetails();
}

void CommandsPage::showCounts()
{
    m_all->setCount(m_model.total());
    for (int group = 0; group < CommandGroups; ++group) {
        if (m_chips[size_t(group)])
            m_chips[size_t(group)]->setCount(m_model.count(CommandGroup(group)));
    }
    Q_EMIT countChanged();
}

void CommandsPage::forEachSelected(const std::function<void(int row)> &does) const
{
    // By ranges: asking for the rows one by one takes long when there are 100 000.
    QList<std::pair<int, int>> ranges;
    for (const QItemSelectionRange &range : m_table->selectionModel()->selection())
        ranges.append({range.top(), range.bottom()});
    std::sort(ranges.begin(), ranges.end());
    for (const auto &[top, bottom] : std::as_const(ranges)) {
        for (int row = top; row <= bottom; ++row)
            does(row);
    }
}

CommandActions::Selection CommandsPage::selection() const
{
    CommandActions::Selection selection;
    forEachSelected([&](int row) {
        const CommandSnapshot &command = m_model.at(row);
        ++selection.count;
        if (command.state == CommandReply::State::Queued)
            selection.waiting += command.id;
        else if (!command.isFinished())
            selection.running += command.id;
    });
    return selection;
}

void CommandsPage::showSelection()
{
    const QString refusal = ShownApplication::refusalOf(m_application);
    m_actions.setSelection(selection(), refusal);
    showNote();
    showDetails();
}

void CommandsPage::showNote()
{
    const QString &error = m_model.filter().query.error();
    if (!error.isEmpty()) {
        m_head->setNote(error, Tone::Fail);
        return;
    }
    int count = 0;
    std::chrono::microseconds ran{0};
    qint64 memory = 0;
    const qint64 now = m_application ? m_application->now() : 0;
    forEachSelected([&](int row) {
        const CommandSnapshot &command = m_model.at(row);
        ++count;
        ran += std::max(std::chrono::microseconds(0), ranOf(command, now));
        memory += std::max<qint64>(0, memoryOf(command));
    });
    if (count == 0) {
        m_head->setNote(m_model.rowCount() == m_model.total()
                            ? QString()
                            : QStringLiteral("%1 of %2 shown")
                                  .arg(countText(quint64(m_model.rowCount())),
                                       countText(quint64(m_model.total()))));
        return;
    }
    m_head->setNote(QStringLiteral("%1 selected   %2   %3")
                        .arg(countText(quint64(count)), secondsText(ran, 1), memoryText(memory)));
}

void CommandsPage::showDetails()
{
    const QModelIndex current = m_table->currentIndex();
    const bool selected = current.isValid() && current.row() < m_model.rowCount()
        && m_table->selectionModel()->isRowSelected(current.row());
    m_details->setVisible(selected && !m_detailsClosed);
    if (!selected || !m_application)
        return;
    const CommandSnapshot &command = m_model.at(current.row());
    m_details->setCommand(command, m_application->snapshot(), m_application->now());
    if (!m_opening && isVisible() && m_table->hasFocus())
        Q_EMIT this->selected({Subject::Kind::Command, command.id, {}});
}

void CommandsPage::setDetailsClosed(bool closed)
{
    m_detailsClosed = closed;
    QSettings().setValue(ClosedKey, closed);
    showDetails();
}

void CommandsPage::select(quint64 id)
{
    const int row = m_model.rowOf(id);
    if (row < 0)
        return;
    // QTableView::selectRow() would heed a key that is held, and add to what is selected.
    m_table->selectionModel()->setCurrentIndex(
        m_model.index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_table->scrollTo(m_model.index(row, 0));
}

} // namespace Spawn
