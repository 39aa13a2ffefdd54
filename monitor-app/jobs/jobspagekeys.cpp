// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the keys and the menus of the jobs do.
#include "jobs/jobspage.h"

#include "jobs/jobdetails.h"
#include "models/tableexport.h"
#include "widgets/rowtable.h"
#include "widgets/rowtree.h"
#include "widgets/searchfield.h"

#include <QtGui/QStandardItemModel>

namespace Spawn {

void JobsPage::makeActions()
{
    QAction *const details
        = add(QStringLiteral("Show details"), QStringLiteral("Return"), [this] { openDetails(); });
    m_show = add(QStringLiteral("Show worker's command"), QStringLiteral("W"),
                 [this] { openCommand(); });
    QAction *const copy = addCopyRow();
    m_copyPayload = add(QStringLiteral("Copy payload"), QStringLiteral("Ctrl+Shift+P"),
                        [this] { m_details->copyPayload(); });
    m_copyResult = add(QStringLiteral("Copy result"), QStringLiteral("Ctrl+Shift+R"),
                       [this] { m_details->copyResult(); });
    const QList<QAction *> ofBoth{details, copy, m_copyPayload, m_copyResult};
    m_tree->addActions(ofBoth);
    m_tree->addAction(m_show);
    m_table->addActions(ofBoth);
    for (QAction *const action : {details, copy})
        action->setShortcutContext(Qt::WidgetShortcut); // a text field keeps its own
    for (QAction *const action : {details, m_show, copy, m_copyPayload, m_copyResult})
        insertAction(m_actions.cancelAction(), action); // before what changes something
    addMenus();
}

bool JobsPage::clear()
{
    if (m_search->text().isEmpty() && m_details->isVisible()) {
        closeDetails();
        return true;
    }
    return TreePage::clear();
}

void JobsPage::filterEnds()
{
    const QString text = filterText();
    QList<quint64> named;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const QModelIndex runner = m_model.index(row, 0);
        if (runner.data().toString().contains(text, Qt::CaseInsensitive))
            named += m_model.partAt(runner).runner;
    }
    m_endFilter.setText(text, named);
}

bool JobsPage::open(const Subject &subject)
{
    if (subject.kind != Subject::Kind::Jobs)
        return false;
    selectRow(m_model.indexOf(
        {subject.runner, subject.script.isEmpty() ? std::nullopt : std::optional(subject.script),
         0}));
    return true;
}

void JobsPage::openCommand()
{
    const QList<JobPart> parts = selected();
    const JobSnapshot *const one
        = parts.size() == 1 ? job(parts.first().runner, parts.first().job) : nullptr;
    if (one != nullptr && one->command != 0)
        Q_EMIT opened({Subject::Kind::Command, one->command, {}});
}

QByteArray JobsPage::csv() const
{
    return csvText(m_endFilter);
}

// The scripts of all runners: a table knows no rows of rows.
QByteArray JobsPage::scriptsCsv() const
{
    QStandardItemModel table;
    QStringList titles{QStringLiteral("Runner")};
    for (int column = 0; column < JobColumns; ++column)
        titles += m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    table.setHorizontalHeaderLabels(titles);
    for (int place = 0; place < m_model.rowCount(); ++place) {
        const QModelIndex runner = m_model.index(place, 0);
        for (int row = 0; row < m_model.rowCount(runner); ++row) {
            QList<QStandardItem *> items{new QStandardItem(runner.data().toString())};
            for (int column = 0; column < JobColumns; ++column)
                items += new QStandardItem(m_model.index(row, column, runner).data().toString());
            table.appendRow(items);
        }
    }
    return csvText(table);
}

} // namespace Spawn
