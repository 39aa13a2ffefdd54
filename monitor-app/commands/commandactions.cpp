// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands/commandactions.h"

#include "commands/victimsdialog.h"
#include "models/signallist.h"
#include "widgets/possibleaction.h"

#include <QtGui/QCursor>
#include <QtWidgets/QMenu>

#include <utility>

namespace Spawn {

CommandActions::CommandActions(QWidget *page, Find find)
    : QObject(page), m_page(page), m_find(std::move(find)),
      m_cancel(addPossibleAction(page, QStringLiteral("Cancel"), QStringLiteral("C"),
                                 QStringLiteral("Ends it as cancelled, also when it runs"))),
      m_signal(addPossibleAction(page, QStringLiteral("Signal…"), QStringLiteral("F9"),
                                 QStringLiteral("Sends a signal to its process group"))),
      m_terminate(addPossibleAction(
          page, QStringLiteral("Terminate"), QStringLiteral("T"),
          QStringLiteral("Sends its kill signal, and SIGKILL after the kill delay"))),
      m_kill(addPossibleAction(page, QStringLiteral("Kill"), QStringLiteral("K"),
                               QStringLiteral("Sends SIGKILL to its process group"))),
      m_raise(addPossibleAction(page, QStringLiteral("Run earlier"), QStringLiteral("E"),
                                QStringLiteral("Puts it in front of the queue"))),
      m_signalMenu(makeSignalMenu())
{
    connect(m_cancel, &QAction::triggered, this, [this] {
        ask(QStringLiteral("cancel"), QStringLiteral("Cancel"),
            m_selection.running + m_selection.waiting);
    });
    connect(m_terminate, &QAction::triggered, this, [this] {
        ask(QStringLiteral("terminate"), QStringLiteral("Terminate"), m_selection.running);
    });
    connect(m_kill, &QAction::triggered, this,
            [this] { ask(QStringLiteral("kill"), QStringLiteral("Kill"), m_selection.running); });
    connect(m_raise, &QAction::triggered, this,
            [this] { Q_EMIT requested(QStringLiteral("raise"), m_selection.waiting, 0); });
    connect(m_signal, &QAction::triggered, this, [this] { m_signalMenu->popup(QCursor::pos()); });
    setSelection({}, {});
}

QMenu *CommandActions::makeSignalMenu()
{
    auto *const menu = new QMenu(m_page);
    QMenu *group = menu;
    int groups = 0;
    for (const SignalChoice &choice : signalChoices()) {
        if (choice.number == 0) {
            group = groups++ == 0 ? menu->addMenu(QStringLiteral("Others"))
                                  : menu->addMenu(QStringLiteral("Of real time"));
            continue;
        }
        // The description stands where shortcuts do.
        const QString text = choice.description.isEmpty()
            ? choice.name
            : QStringLiteral("%1\t%2").arg(choice.name, choice.description);
        connect(group->addAction(text), &QAction::triggered, this, [this, choice] {
            ask(QStringLiteral("signal"), QStringLiteral("Send %1 to").arg(choice.name),
                m_selection.running, choice.number);
        });
    }
    return menu;
}

void CommandActions::setSelection(const Selection &selection, const QString &refusal)
{
    m_selection = selection;
    const bool one = selection.count == 1;
    const auto reason = [&](bool possible, const QString &why) {
        return !refusal.isEmpty()  ? refusal
            : selection.count == 0 ? QStringLiteral("No command is selected")
            : possible             ? QString()
                                   : why;
    };
    const bool runs = !selection.running.isEmpty();
    const bool waits = !selection.waiting.isEmpty();
    setPossible(m_cancel,
                reason(runs || waits,
                       one ? QStringLiteral("It has ended")
                           : QStringLiteral("All that are selected have ended")));
    for (QAction *const action : {m_signal, m_terminate, m_kill}) {
        setPossible(action,
                    reason(runs,
                           one ? QStringLiteral("It does not run")
                               : QStringLiteral("None of the selected ones runs")));
    }
    setPossible(m_raise,
                reason(waits,
                       one ? QStringLiteral("It does not wait")
                           : QStringLiteral("None of the selected ones waits")));
}

void CommandActions::ask(const QString &what, const QString &verb, const QList<quint64> &ids,
                         int signalNumber)
{
    constexpr qsizetype named = 8;
    QList<VictimsDialog::Victim> first;
    bool runs = false;
    for (const quint64 id : ids.mid(0, named)) {
        if (const CommandSnapshot *const command = m_find(id)) {
            first += VictimsDialog::victimOf(*command, command->id);
            runs = runs || command->state != CommandReply::State::Queued;
        }
    }
    VictimsDialog::ask(
        m_page,
        {what, verb, runs ? QStringLiteral("Keep running") : QStringLiteral("Keep waiting")}, first,
        int(ids.size()),
        [this, what, ids, signalNumber] { Q_EMIT requested(what, ids, signalNumber); });
}

} // namespace Spawn
