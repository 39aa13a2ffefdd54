// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the keys and the menus of the workers do.
#include "workers/workerspage.h"

#include "models/tableexport.h"
#include "widgets/rowtable.h"
#include "widgets/rowtree.h"

namespace Spawn {

void WorkersPage::makeActions()
{
    m_show
        = add(QStringLiteral("Show command"), QStringLiteral("Return"), [this] { openCommand(); });
    QAction *const copy = addCopyRow();
    m_tree->addActions({m_show, copy});
    m_table->addAction(copy);
    for (QAction *const action : {m_show, copy}) {
        action->setShortcutContext(Qt::WidgetShortcut); // a text field keeps its own
        insertAction(m_actions.restartAction(), action); // before what changes something
    }
    addMenus();
}

bool WorkersPage::open(const Subject &subject)
{
    if (subject.kind != Subject::Kind::Workers)
        return false;
    selectRow(m_model.indexOf(PoolPart{subject.pool, subject.program, 0}));
    return true;
}

void WorkersPage::openCommand()
{
    const QList<PoolPart> parts = selected();
    if (parts.size() == 1 && parts.first().worker != 0)
        Q_EMIT opened({Subject::Kind::Command, parts.first().worker, {}});
}

QByteArray WorkersPage::csv() const
{
    return csvText(m_endFilter);
}

void WorkersPage::exportEnds()
{
    saveAs(QStringLiteral("Save ended workers"), QStringLiteral("workers.csv"),
           QStringLiteral("CSV (*.csv)"), [this](const QString &) { return csv(); });
}

} // namespace Spawn
