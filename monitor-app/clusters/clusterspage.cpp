// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "clusters/clusterspage.h"

#include "models/clustertext.h"
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
#include <QtWidgets/QVBoxLayout>

#include <utility>

namespace Spawn {

ClustersPage::ClustersPage(QWidget *parent)
    : TreePage(QStringLiteral("Clusters"), Glyph::Spread, QStringLiteral("Ended workers"), parent),
      m_actions(this, [this](quint64 id) -> const CommandSnapshot * {
          const auto &commands = snapshot().commands;
          const auto command = commands.constFind(id);
          return command == commands.cend() ? nullptr : &*command;
      })
{
    m_endFilter.setSourceModel(&m_ends);
    m_filter.setFilterKeyColumn(int(ClusterColumn::Name));
    setModels(&m_model, &m_endFilter);
    setColumnWidths();
    makeViews(makeUpper(makeTools()), makeLower());
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_views);
    makeActions();
    connectViews();
    connect(m_tree, &QAbstractItemView::doubleClicked, this, &ClustersPage::openCommand);
    connect(&m_filter, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &parentRow, int first, int last) {
                for (int row = first; row <= last; ++row)
                    m_tree->expandRecursively(m_filter.index(row, 0, parentRow));
            });
    connect(&m_actions, &ClusterActions::requested, this,
            [this](const QString &what, quint64 cluster) {
                if (m_application)
                    m_application->requestOfCluster(what, cluster);
            });
    connect(&m_actions, &ClusterActions::endRequested, this,
            [this](const QString &what, const QList<quint64> &commands) {
                if (m_application)
                    m_application->request(what, commands);
            });
}

ClustersPage::~ClustersPage()
{
    deleteViews();
}

void ClustersPage::clearRows()
{
    m_rates.clear();
    m_model.clear();
    m_ends.clear();
}

std::optional<int> ClustersPage::count() const
{
    return m_workers;
}

static QString countOf(qsizetype count, const QString &noun)
{
    return QStringLiteral("%1 %2%3").arg(countText(quint64(count)), noun,
                                         count == 1 ? QString() : QStringLiteral("s"));
}

void ClustersPage::showRows()
{
    m_rates.take(snapshot().clusters, now());
    m_model.setClusters(snapshot(), m_rates, now());
    m_ends.setEnds(snapshot(), now());
    showCounts();
    filterEnds();
    showEmpty();
    showActions();
}

void ClustersPage::showCounts()
{
    const QList<ClusterSnapshot> &clusters = snapshot().clusters;
    qsizetype workers = 0;
    qsizetype gaveUp = 0;
    for (const ClusterSnapshot &cluster : clusters) {
        workers += cluster.workers.size();
        gaveUp += cluster.gaveUp ? 1 : 0;
    }
    QString note;
    if (!clusters.isEmpty()) {
        note = QStringLiteral("%1, %2").arg(countOf(clusters.size(), QStringLiteral("cluster")),
                                            countOf(workers, QStringLiteral("worker")));
    }
    if (gaveUp > 0)
        note += QStringLiteral(", %1 gave up").arg(countText(quint64(gaveUp)));
    m_head->setNote(note);
    if (std::exchange(m_workers, int(workers)) != int(workers))
        Q_EMIT countChanged();
}

void ClustersPage::showEmpty()
{
    const bool clusters = m_model.rowCount() > 0;
    showParts(clusters, m_ends.rowCount() > 0);
    if (clusters) {
        m_empty->setText(
            QStringLiteral("No cluster, socket or worker matches “%1”").arg(filterText()), {},
            true);
    } else {
        m_empty->setText(QStringLiteral("No clusters."),
                         QStringLiteral("An application shows its clusters with "
                                        "MonitorServer::add(), or when it runs with "
                                        "ASYNCSPAWNER_MONITOR=1."),
                         false);
    }
    m_noEnds->setText(m_ends.rowCount() == 0 ? QStringLiteral("No worker has ended.")
                          : m_search->text().isEmpty()
                          ? QStringLiteral("None of these has ended.")
                          : QStringLiteral("No ended worker matches the filter."));
}

QList<ClusterPart> ClustersPage::selected() const
{
    QList<ClusterPart> parts;
    for (const QModelIndex &row : selectedRows())
        parts += m_model.partAt(row);
    return parts;
}

void ClustersPage::showSelection()
{
    const QList<ClusterPart> parts = selected();
    m_endFilter.setParts(parts);
    QString title = QStringLiteral("Ended workers");
    if (parts.size() == 1) {
        title = QStringLiteral("Ended workers of %1")
                    .arg(clusterText(snapshot().clusters, parts.first().cluster));
    } else if (!parts.isEmpty()) {
        title = QStringLiteral("Ended workers of what is selected");
    }
    m_endsTitle->setText(title);
    showEmpty();
    showActions();
}

// Where nothing is selected, the only cluster is meant.
void ClustersPage::showActions()
{
    const QList<ClusterPart> parts = selected();
    m_show->setEnabled(parts.size() == 1 && parts.first().worker != 0);
    QList<ClusterSnapshot> clusters;
    QList<quint64> workers;
    for (const ClusterSnapshot &cluster : snapshot().clusters) {
        bool named = parts.isEmpty() && snapshot().clusters.size() == 1;
        for (const ClusterPart &part : parts) {
            if (part.cluster != cluster.number)
                continue;
            named = true;
            if (part.worker != 0)
                workers += part.worker;
        }
        if (named)
            clusters += cluster;
    }
    m_actions.setSelection(clusters, workers, ShownApplication::refusalOf(m_application));
}

void ClustersPage::filterEnds()
{
    m_endFilter.setText(filterText());
}

} // namespace Spawn
