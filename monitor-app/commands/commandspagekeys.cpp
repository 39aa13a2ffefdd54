// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the keys and the menus of the commands do.
#include "commands/commandspage.h"

#include "commands/commanddelegate.h"
#include "commands/orderhold.h"
#include "models/commandjson.h"
#include "models/commandtext.h"
#include "models/tableexport.h"
#include "widgets/quietbutton.h"
#include "widgets/rowtable.h"
#include "widgets/searchfield.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QScopedValueRollback>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QMenu>

namespace Spawn {

void CommandsPage::makeActions()
{
    add(QStringLiteral("Show details"), QStringLiteral("Return"),
        [this] { setDetailsClosed(false); });
    QAction *const tagging = add(QStringLiteral("Tag"), QStringLiteral("Space"), [this] { tag(); });
    QAction *const copy = add(QStringLiteral("Copy row"), QStringLiteral("Ctrl+C"),
                              [this] { m_table->copySelection(); });
    // A text field and a button keep their own.
    for (QAction *const action : {tagging, copy}) {
        action->setShortcutContext(Qt::WidgetShortcut);
        m_table->addAction(action);
    }
    add(QStringLiteral("Copy shell words"), QStringLiteral("Ctrl+Shift+C"),
        [this] { QGuiApplication::clipboard()->setText(shellWords()); });
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint &at) {
        auto *const menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->setToolTipsVisible(true);
        menu->addActions(actions());
        menu->popup(m_table->viewport()->mapToGlobal(at));
    });
}

QString CommandsPage::shellWords() const
{
    QStringList lines;
    forEachSelected([&](int row) {
        const CommandSnapshot &command = m_model.at(row);
        lines += command.secret ? QStringLiteral("# hidden") : commandLine(command);
    });
    return lines.join(u'\n');
}

void CommandsPage::tag()
{
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid())
        return;
    m_table->selectionModel()->select(current,
                                      QItemSelectionModel::Toggle | QItemSelectionModel::Rows);
    const QModelIndex next = current.siblingAtRow(current.row() + 1);
    if (next.isValid()) {
        m_table->selectionModel()->setCurrentIndex(next, QItemSelectionModel::NoUpdate);
        m_table->scrollTo(next);
    }
}

bool CommandsPage::find(const QString &text)
{
    CommandQuery query = CommandQuery::parsed(text);
    if (query.isEmpty()) // it was no query, so it is text
        query = CommandQuery::parsed(u'"' + QString(text).remove(u'"') + u'"');
    const int rows = m_model.rowCount();
    const int from = m_table->currentIndex().row() + 1;
    for (int i = 0; i < rows; ++i) {
        const int row = (from + i) % rows;
        if (query.matches(m_model.at(row))) {
            select(m_model.at(row).id);
            return true;
        }
    }
    return false;
}

bool CommandsPage::toggleTable()
{
    m_delegate->setShowsCurves(!m_delegate->showsCurves());
    m_table->viewport()->update();
    return true;
}

bool CommandsPage::open(const Subject &subject)
{
    const QScopedValueRollback opening(m_opening, true);
    if (subject.kind == Subject::Kind::Commands) {
        m_all->setChecked(true);
        setGroup({});
        m_search->setText(subject.filter);
        return true;
    }
    if (subject.kind != Subject::Kind::Command || !m_model.find(subject.command))
        return false;
    m_hold->release(); // it may be one that was held back
    if (m_model.rowOf(subject.command) < 0) {
        m_all->setChecked(true);
        m_search->clear();
        setGroup({});
    }
    select(subject.command);
    return true;
}

QByteArray CommandsPage::json() const
{
    QJsonArray commands;
    for (int row = 0; row < m_model.rowCount(); ++row)
        commands += commandJson(m_model.at(row));
    return QJsonDocument(commands).toJson();
}

QByteArray CommandsPage::csv() const
{
    return csvText(m_model);
}

void CommandsPage::save(const QString &name, const QString &filter, const QByteArray &bytes)
{
    saveAs(QStringLiteral("Save commands"), name, filter,
           [&bytes](const QString &) { return bytes; });
}

} // namespace Spawn
