// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workers/workerspage.h"

#include "models/quantity.h"
#include "widgets/emptyrows.h"
#include "widgets/pagehead.h"
#include "widgets/rowtable.h"
#include "widgets/rowtree.h"
#include "widgets/searchfield.h"
#include "widgets/sectiontitle.h"
#include "window/shownapplication.h"

#include <QtWidgets/QLabel>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

#include <utility>

namespace Spawn {

WorkersPage::WorkersPage(QWidget *parent)
    : Page(QStringLiteral("Workers"), Glyph::Tree, parent),
      m_actions(this,
                [this](quint64 id) -> const CommandSnapshot * {
                    if (!m_application)
                        return nullptr;
                    const auto &commands = m_application->snapshot().commands;
                    const auto command = commands.constFind(id);
                    return command == commands.cend() ? nullptr : &*command;
                }),
      m_head(new PageHead(QStringLiteral("Workers"))),
      m_search(new SearchField(QStringLiteral("Filter workers"), QStringLiteral("/"))),
      m_tree(new RowTree), m_empty(new EmptyRows), m_treeOrEmpty(new QStackedWidget),
      m_endsTitle(new SectionTitle(QStringLiteral("Ended workers"))), m_table(new RowTable),
      m_noEnds(new QLabel), m_tableOrEmpty(new QStackedWidget),
      m_splitter(new QSplitter(Qt::Vertical))
{
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_filter.setSourceModel(&m_model);
    m_filter.setRecursiveFilteringEnabled(true);
    m_filter.setAutoAcceptChildRows(true);
    m_filter.setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_filter.setFilterKeyColumn(int(PoolColumn::Name));
    m_endFilter.setSourceModel(&m_ends);
    m_lower = makeLower();
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(7);
    m_splitter->addWidget(makeUpper());
    m_splitter->addWidget(m_lower);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setSizes({446, 278});
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_splitter);
    makeActions();
    connectAll();
}

WorkersPage::~WorkersPage()
{
    delete m_splitter; // the views go before their models
}

void WorkersPage::connectAll()
{
    connect(m_search, &QLineEdit::textChanged, this, &WorkersPage::setText);
    connect(m_empty, &EmptyRows::clearRequested, m_search, &QLineEdit::clear);
    connect(m_tree->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &WorkersPage::showSelection);
    connect(m_tree, &QAbstractItemView::doubleClicked, this, &WorkersPage::openCommand);
    connect(&m_filter, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &parent, int first, int last) {
                for (int row = first; row <= last; ++row)
                    m_tree->expandRecursively(m_filter.index(row, 0, parent));
            });
    connect(&m_actions, &WorkerActions::requested, this,
            [this](const QString &what, quint64 pool, const QString &program,
                   const QList<quint64> &workers) {
                if (m_application)
                    m_application->requestOfPool(what, pool, program, workers);
            });
}

void WorkersPage::setApplication(ShownApplication *application)
{
    if (m_application)
        m_application->disconnect(this);
    m_application = application;
    if (application) {
        connect(application, &ShownApplication::reset, this, &WorkersPage::showPools);
        connect(application, &ShownApplication::rowsChanged, this, &WorkersPage::showPools);
        connect(application, &ShownApplication::figuresChanged, this, [this] {
            if (isVisible())
                showPools(); // times pass
        });
        connect(application, &ShownApplication::stateChanged, this, &WorkersPage::showActions);
    }
    m_model.clear();
    m_ends.setEnds({}, 0);
    showPools();
    showSelection();
}

std::optional<int> WorkersPage::count() const
{
    return m_workers;
}

static QString countOf(qsizetype count, const QString &noun)
{
    return QStringLiteral("%1 %2%3").arg(countText(quint64(count)), noun,
                                         count == 1 ? QString() : QStringLiteral("s"));
}

void WorkersPage::showPools()
{
    const SpawnerSnapshot none;
    const SpawnerSnapshot &snapshot = m_application ? m_application->snapshot() : none;
    const qint64 now = m_application ? m_application->now() : 0;
    m_model.setPools(snapshot, now);
    m_ends.setEnds(snapshot.workerEnds, now);
    showCounts(snapshot.pools);
    filterEnds();
    showEmpty();
    showActions();
}

void WorkersPage::showCounts(const QList<PoolSnapshot> &pools)
{
    qsizetype workers = 0;
    qsizetype gaveUp = 0;
    for (const PoolSnapshot &pool : pools) {
        for (const PoolProgramSnapshot &program : pool.programs) {
            workers += program.workers.size();
            gaveUp += program.gaveUp ? 1 : 0;
        }
    }
    QString note;
    if (!pools.isEmpty()) {
        note = QStringLiteral("%1, %2").arg(countOf(pools.size(), QStringLiteral("pool")),
                                            countOf(workers, QStringLiteral("worker")));
    }
    if (gaveUp > 0)
        note += QStringLiteral(", %1 gave up").arg(countText(quint64(gaveUp)));
    m_head->setNote(note);
    if (std::exchange(m_workers, int(workers)) != int(workers))
        Q_EMIT countChanged();
}

void WorkersPage::showEmpty()
{
    const bool pools = m_model.rowCount() > 0;
    m_treeOrEmpty->setCurrentIndex(m_filter.rowCount() > 0 ? 0 : 1);
    if (pools) {
        m_empty->setText(QStringLiteral("No worker matches “%1”").arg(m_search->text().trimmed()),
                         {}, true);
    } else {
        m_empty->setText(QStringLiteral("No pools."),
                         QStringLiteral("An application shows its pools with MonitorServer::add(), "
                                        "or when it runs with ASYNCSPAWNER_MONITOR=1."),
                         false);
    }
    m_lower->setVisible(pools || m_ends.rowCount() > 0);
    m_tableOrEmpty->setCurrentIndex(m_endFilter.rowCount() > 0 ? 0 : 1);
    m_noEnds->setText(m_ends.rowCount() == 0 ? QStringLiteral("No worker has ended.")
                          : m_search->text().isEmpty()
                          ? QStringLiteral("None of these has ended.")
                          : QStringLiteral("No ended worker matches the filter."));
}

QList<PoolPart> WorkersPage::selected() const
{
    QList<PoolPart> parts;
    for (const QModelIndex &row : m_tree->selectionModel()->selectedRows())
        parts += m_model.partAt(m_filter.mapToSource(row));
    return parts;
}

void WorkersPage::showSelection()
{
    const QList<PoolPart> parts = selected();
    m_endFilter.setParts(parts);
    QString title = QStringLiteral("Ended workers");
    if (parts.size() == 1) {
        const PoolPart part{parts.first().pool, parts.first().program, 0};
        title = QStringLiteral("Ended workers of %1").arg(m_model.indexOf(part).data().toString());
    } else if (!parts.isEmpty()) {
        title = QStringLiteral("Ended workers of what is selected");
    }
    m_endsTitle->setText(title);
    showEmpty();
    showActions();
}

void WorkersPage::showActions()
{
    const QList<PoolPart> parts = selected();
    m_show->setEnabled(parts.size() == 1 && parts.first().worker != 0);
    const QString refusal = ShownApplication::refusalOf(m_application);
    m_actions.setSelection(m_application ? workerTargets(m_application->snapshot().pools, parts)
                                         : QList<WorkerTarget>(),
                           refusal);
}

void WorkersPage::setText(const QString &text)
{
    m_filter.setFilterFixedString(text.trimmed());
    filterEnds();
    showSelection();
}

void WorkersPage::filterEnds()
{
    const QString text = m_search->text().trimmed();
    QList<quint64> named;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const QModelIndex pool = m_model.index(row, 0);
        if (pool.data().toString().contains(text, Qt::CaseInsensitive))
            named += m_model.partAt(pool).pool;
    }
    m_endFilter.setText(text, named);
}

} // namespace Spawn
