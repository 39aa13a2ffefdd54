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
#include <QtWidgets/QVBoxLayout>

#include <utility>

namespace Spawn {

WorkersPage::WorkersPage(QWidget *parent)
    : TreePage(QStringLiteral("Workers"), Glyph::Tree, QStringLiteral("Ended workers"), parent),
      m_actions(this, [this](quint64 id) -> const CommandSnapshot * {
          const auto &commands = snapshot().commands;
          const auto command = commands.constFind(id);
          return command == commands.cend() ? nullptr : &*command;
      })
{
    m_endFilter.setSourceModel(&m_ends);
    m_filter.setFilterKeyColumn(int(PoolColumn::Name));
    setModels(&m_model, &m_endFilter);
    setColumnWidths();
    makeViews(makeUpper(makeTools()), makeLower());
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_views);
    makeActions();
    connectViews();
    connect(m_tree, &QAbstractItemView::doubleClicked, this, &WorkersPage::openCommand);
    connect(&m_filter, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &parentRow, int first, int last) {
                for (int row = first; row <= last; ++row)
                    m_tree->expandRecursively(m_filter.index(row, 0, parentRow));
            });
    connect(&m_actions, &WorkerActions::requested, this,
            [this](const QString &what, quint64 pool, const QString &program,
                   const QList<quint64> &workers) {
                if (m_application)
                    m_application->requestOfPool(what, pool, program, workers);
            });
}

WorkersPage::~WorkersPage()
{
    deleteViews();
}

void WorkersPage::clearRows()
{
    m_model.clear();
    m_ends.setEnds({}, 0);
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

void WorkersPage::showRows()
{
    m_model.setPools(snapshot(), now());
    m_ends.setEnds(snapshot().workerEnds, now());
    showCounts(snapshot().pools);
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
    showParts(pools, m_ends.rowCount() > 0);
    if (pools) {
        m_empty->setText(QStringLiteral("No worker matches “%1”").arg(filterText()), {}, true);
    } else {
        m_empty->setText(QStringLiteral("No pools."),
                         QStringLiteral("An application shows its pools with MonitorServer::add(), "
                                        "or when it runs with ASYNCSPAWNER_MONITOR=1."),
                         false);
    }
    m_noEnds->setText(m_ends.rowCount() == 0 ? QStringLiteral("No worker has ended.")
                          : m_search->text().isEmpty()
                          ? QStringLiteral("None of these has ended.")
                          : QStringLiteral("No ended worker matches the filter."));
}

QList<PoolPart> WorkersPage::selected() const
{
    QList<PoolPart> parts;
    for (const QModelIndex &row : selectedRows())
        parts += m_model.partAt(row);
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
    m_actions.setSelection(workerTargets(snapshot().pools, parts),
                           ShownApplication::refusalOf(m_application));
}

void WorkersPage::filterEnds()
{
    const QString text = filterText();
    QList<quint64> named;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const QModelIndex pool = m_model.index(row, 0);
        if (pool.data().toString().contains(text, Qt::CaseInsensitive))
            named += m_model.partAt(pool).pool;
    }
    m_endFilter.setText(text, named);
}

} // namespace Spawn
