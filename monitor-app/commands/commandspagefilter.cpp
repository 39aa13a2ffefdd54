// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which commands the page shows, and what it says when there are none.
#include "commands/commandspage.h"

#include "commands/commanddetails.h"
#include "models/quantity.h"
#include "widgets/emptyrows.h"
#include "widgets/quietbutton.h"
#include "widgets/rowtable.h"
#include "widgets/searchfield.h"

#include <QtWidgets/QStackedWidget>

namespace Spawn {

void CommandsPage::showEmpty()
{
    const bool empty = m_model.rowCount() == 0;
    m_tableOrEmpty->setCurrentIndex(empty ? 1 : 0);
    if (!empty)
        return;
    const CommandFilter &filter = m_model.filter();
    const QString hidden
        = QStringLiteral("%1 are hidden.").arg(countText(quint64(m_model.total())));
    if (m_model.total() == 0 || filter.isEmpty()) {
        m_empty->setText(QStringLiteral("Nothing has been run yet."),
                         QStringLiteral("A command shows here as soon as the application asks for "
                                        "it."),
                         false);
    } else if (!filter.query.isEmpty()) {
        m_empty->setText(QStringLiteral("No command matches “%1”").arg(m_search->text().trimmed()),
                         hidden, true);
    } else {
        m_empty->setText(QStringLiteral("No command is in this state"), hidden, true);
    }
}

void CommandsPage::setGroup(std::optional<CommandGroup> group)
{
    CommandFilter filter = m_model.filter();
    filter.group = group;
    m_model.setFilter(filter);
    showFilter();
}

void CommandsPage::setQuery(const QString &text)
{
    CommandFilter filter = m_model.filter();
    filter.query = CommandQuery::parsed(text);
    m_model.setFilter(filter);
    m_search->setToolTip(filter.query.error().isEmpty()
                             ? QStringLiteral("Words, state:failed, exit:127, signal:KILL, "
                                              "errno:ENOENT, label:x, pid:1, AND, OR, NOT, ( ) (/)")
                             : filter.query.error());
    showFilter();
}

void CommandsPage::showFilter()
{
    showEmpty();
    showSelection();
    if (m_table->currentIndex().isValid())
        m_table->scrollTo(m_table->currentIndex());
}

bool CommandsPage::focusFilter()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
    return true;
}

bool CommandsPage::clear()
{
    if (!m_model.filter().isEmpty() || !m_search->text().isEmpty()) {
        m_all->setChecked(true);
        m_search->clear();
        setGroup({});
        m_table->setFocus();
        return true;
    }
    if (m_details->isVisible()) {
        setDetailsClosed(true);
        return true;
    }
    return false;
}

} // namespace Spawn
