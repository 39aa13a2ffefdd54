// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workers/workeractions.h"

#include "commands/victimsdialog.h"
#include "models/quantity.h"
#include "widgets/possibleaction.h"

#include <QtWidgets/QWidget>

#include <algorithm>
#include <utility>

namespace Spawn {

WorkerActions::WorkerActions(QWidget *page, Find find)
    : QObject(page), m_page(page), m_find(std::move(find)),
      m_restart(addPossibleAction(
          page, QStringLiteral("Restart"), QStringLiteral("R"),
          QStringLiteral("Replaces it, or all of a program one after the other"))),
      m_remove(addPossibleAction(
          page, QStringLiteral("Remove…"), QStringLiteral("Del"),
          QStringLiteral("Ends it once it has answered; no other one takes its place"))),
      m_add(addPossibleAction(page, QStringLiteral("Add a worker"), QStringLiteral("A"),
                              QStringLiteral("Starts one more of the program")))
{
    connect(m_restart, &QAction::triggered, this, &WorkerActions::restart);
    connect(m_remove, &QAction::triggered, this, &WorkerActions::remove);
    connect(m_add, &QAction::triggered, this, [this] {
        const WorkerTarget target = m_targets.first();
        Q_EMIT requested(QStringLiteral("addWorker"), target.pool, target.program, {});
    });
    setSelection({}, {});
}

static qsizetype countOf(const QList<WorkerTarget> &targets)
{
    qsizetype count = 0;
    for (const WorkerTarget &target : targets)
        count += target.workers.size();
    return count;
}

void WorkerActions::setSelection(const QList<WorkerTarget> &targets, const QString &refusal)
{
    m_targets = targets;
    const QString nothing = !refusal.isEmpty() ? refusal
        : targets.isEmpty()                    ? QStringLiteral("No worker is selected")
                                               : QString();
    setPossible(m_restart, nothing);
    setPossible(m_remove,
                nothing.isEmpty() && countOf(targets) == 0
                    ? QStringLiteral("There is no worker to remove")
                    : nothing);
    setPossible(m_add,
                nothing.isEmpty() && targets.size() > 1
                    ? QStringLiteral("More than one program is selected")
                    : nothing);
}

void WorkerActions::restart()
{
    const bool all = std::any_of(m_targets.begin(), m_targets.end(),
                                 [](const WorkerTarget &target) { return target.all; });
    // One that has given up has no workers to lose.
    if (all && countOf(m_targets) > 0)
        ask(QStringLiteral("restartWorkers"), QStringLiteral("Restart"), {});
    else
        request(QStringLiteral("restartWorkers"), m_targets);
}

void WorkerActions::remove()
{
    qint64 lost = 0;
    for (const WorkerTarget &target : std::as_const(m_targets))
        lost += target.all ? target.queued : 0;
    ask(QStringLiteral("removeWorkers"), QStringLiteral("Remove"),
        lost == 0       ? QString()
            : lost == 1 ? QStringLiteral("The message that waits for them is lost.")
                        : QStringLiteral("The %1 messages that wait for them are lost.")
                              .arg(countText(quint64(lost))));
}

void WorkerActions::ask(const QString &what, const QString &verb, const QString &note)
{
    constexpr qsizetype named = 8;
    QList<VictimsDialog::Victim> first;
    for (const WorkerTarget &target : std::as_const(m_targets)) {
        for (const quint64 worker : target.workers) {
            const CommandSnapshot *const command = m_find(worker);
            if (command && first.size() < named)
                first += VictimsDialog::victimOf(*command, quint64(command->processId));
        }
    }
    VictimsDialog::Question question;
    question.key = what;
    question.verb = verb;
    question.noun = QStringLiteral("worker");
    question.keep = QStringLiteral("Keep running");
    question.note = note;
    // As it is now: while the dialog is open the selection may change.
    VictimsDialog::ask(m_page, question, first, int(countOf(m_targets)),
                       [this, what, targets = m_targets] { request(what, targets); });
}

// A copy: an answer may come at once, and with it another selection.
void WorkerActions::request(const QString &what, QList<WorkerTarget> targets)
{
    for (const WorkerTarget &target : std::as_const(targets)) {
        Q_EMIT requested(what, target.pool, target.program,
                         target.all ? QList<quint64>() : target.workers);
    }
}

} // namespace Spawn
