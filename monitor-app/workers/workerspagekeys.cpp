// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the keys and the menus of the workers do.
#include "workers/workerspage.h"

#include "models/tableexport.h"
#include "widgets/rowtable.h"
#include "widgets/rowtree.h"
#include "widgets/searchfield.h"

#include <QtWidgets/QMenu>

namespace Spawn {

void WorkersPage::makeActions()
{
    m_show
        = add(QStringLiteral("Show command"), QStringLiteral("Return"), [this] { openCommand(); });
    QAction *const copy = add(QStringLiteral("Copy row"), QStringLiteral("Ctrl+C"), [this] {
        if (m_table->hasFocus())
            m_table->copySelection();
        else
            m_tree->copySelection();
    });
    m_tree->addActions({m_show, copy});
    m_table->addAction(copy);
    for (QAction *const action : {m_show, copy}) {
        action->setShortcutContext(Qt::WidgetShortcut); // a text field keeps its own
        insertAction(m_actions.restartAction(), action); // before what changes something
    }
    for (QAbstractItemView *const view :
         {static_cast<QAbstractItemView *>(m_tree), static_cast<QAbstractItemView *>(m_table)}) {
        view->setContextMenuPolicy(Qt::CustomContextMenu);
        connect(view, &QWidget::customContextMenuRequested, this, [this, view](const QPoint &at) {
            auto *const menu = new QMenu(this);
            menu->setAttribute(Qt::WA_DeleteOnClose);
            menu->setToolTipsVisible(true);
            menu->addActions(view == m_tree ? actions() : view->actions());
            menu->popup(view->viewport()->mapToGlobal(at));
        });
    }
}

bool WorkersPage::focusFilter()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
    return true;
}

bool WorkersPage::clear()
{
    if (!m_search->text().isEmpty()) {
        m_search->clear();
        m_tree->setFocus();
        return true;
    }
    if (m_tree->selectionModel()->hasSelection()) {
        m_tree->clearSelection(); // the ends of all again
        return true;
    }
    return false;
}

void WorkersPage::select(const QModelIndex &index)
{
    m_tree->selectionModel()->setCurrentIndex(
        index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_tree->scrollTo(index);
}

bool WorkersPage::find(const QString &text)
{
    const QModelIndex found = m_tree->findNext(text);
    if (found.isValid())
        select(found);
    return found.isValid();
}

bool WorkersPage::open(const Subject &subject)
{
    if (subject.kind != Subject::Kind::Workers)
        return false;
    m_search->clear();
    const QModelIndex index
        = m_filter.mapFromSource(m_model.indexOf(PoolPart{subject.pool, subject.program, 0}));
    if (index.isValid())
        select(index);
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
