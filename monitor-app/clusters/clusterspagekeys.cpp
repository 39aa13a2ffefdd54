// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the keys and the menus of the clusters do.
#include "clusters/clusterspage.h"

#include "models/tableexport.h"
#include "widgets/rowtable.h"
#include "widgets/rowtree.h"

namespace Spawn {

void ClustersPage::makeActions()
{
    m_show
        = add(QStringLiteral("Show command"), QStringLiteral("Return"), [this] { openCommand(); });
    QAction *const copy = addCopyRow();
    m_tree->addActions({m_show, copy});
    m_table->addAction(copy);
    for (QAction *const action : {m_show, copy}) {
        action->setShortcutContext(Qt::WidgetShortcut); // a text field keeps its own
        insertAction(m_actions.reloadAction(), action); // before what changes something
    }
    addMenus();
}

bool ClustersPage::open(const Subject &subject)
{
    if (subject.kind != Subject::Kind::Clusters)
        return false;
    selectRow(m_model.indexOf(ClusterPart{subject.cluster, {}, 0}));
    return true;
}

void ClustersPage::openCommand()
{
    const QList<ClusterPart> parts = selected();
    if (parts.size() == 1 && parts.first().worker != 0)
        Q_EMIT opened({Subject::Kind::Command, parts.first().worker, {}});
}

QByteArray ClustersPage::csv() const
{
    return csvText(m_endFilter);
}

void ClustersPage::exportEnds()
{
    saveAs(QStringLiteral("Save ended workers"), QStringLiteral("clusters.csv"),
           QStringLiteral("CSV (*.csv)"), [this](const QString &) { return csv(); });
}

} // namespace Spawn
