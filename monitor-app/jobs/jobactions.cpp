// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/jobactions.h"

#include "commands/victimsdialog.h"
#include "models/jobtext.h"
#include "widgets/possibleaction.h"

#include <QtCore/QMap>
#include <QtWidgets/QWidget>

#include <algorithm>
#include <utility>

namespace Spawn {

JobActions::JobActions(QWidget *page, Find find)
    : QObject(page), m_page(page), m_find(std::move(find)),
      m_cancel(addPossibleAction(page, QStringLiteral("Cancel…"), QStringLiteral("Del"),
                                 QStringLiteral("Ends it as cancelled, also when it runs"))),
      m_reload(addPossibleAction(
          page, QStringLiteral("Reload script"), QStringLiteral("R"),
          QStringLiteral("Its next jobs run what its file holds now, in new workers"))),
      m_purge(addPossibleAction(page, QStringLiteral("Purge workers"), QStringLiteral("I"),
                                QStringLiteral("Ends the workers that are idle")))
{
    connect(m_cancel, &QAction::triggered, this, &JobActions::cancel);
    connect(m_reload, &QAction::triggered, this, &JobActions::reload);
    connect(m_purge, &QAction::triggered, this, &JobActions::purge);
    setSelection({}, {}, {});
}

void JobActions::setSelection(const QList<JobPart> &parts, const QList<quint64> &runners,
                              const QString &refusal)
{
    m_jobs.clear();
    m_scripts.clear();
    m_runners = parts.isEmpty() ? runners : QList<quint64>();
    for (const JobPart &part : parts) {
        if (part.job != 0)
            m_jobs += part;
        const JobPart script{part.runner, part.script, 0};
        const bool isNamed = !part.script || !part.script->isEmpty();
        if (isNamed && !m_scripts.contains(script))
            m_scripts += script;
        if (!m_runners.contains(part.runner))
            m_runners += part.runner;
    }
    const auto orElse = [&refusal](bool possible, const QString &why) {
        return !refusal.isEmpty() ? refusal : possible ? QString() : why;
    };
    const bool none = parts.isEmpty();
    setPossible(m_cancel,
                orElse(!m_jobs.isEmpty(), QStringLiteral("No job that waits or runs is selected")));
    setPossible(m_reload,
                orElse(!m_scripts.isEmpty(),
                       none ? QStringLiteral("No script is selected")
                            : QStringLiteral("These are many scripts without a name here")));
    setPossible(m_purge, orElse(!m_runners.isEmpty(), QStringLiteral("There is no runner")));
}

void JobActions::cancel()
{
    constexpr qsizetype named = 8;
    QList<VictimsDialog::Victim> first;
    bool runs = false;
    QMap<quint64, QList<quint64>> ofRunners;
    for (const JobPart &part : std::as_const(m_jobs)) {
        ofRunners[part.runner] += part.job;
        const JobSnapshot *const job = m_find(part.runner, part.job);
        if (job == nullptr)
            continue;
        runs = runs || job->state == JobSnapshot::State::Running;
        const QString script = scriptText(job->script);
        if (first.size() < named)
            first += {jobMark(job->state), job->id, script,
                      script + u' ' + valueText(job->payload).left(200)};
    }
    VictimsDialog::Question question;
    question.key = QStringLiteral("cancelJobs");
    question.verb = QStringLiteral("Cancel");
    question.noun = QStringLiteral("job");
    question.keep = runs ? QStringLiteral("Keep running") : QStringLiteral("Keep waiting");
    if (runs)
        question.note = QStringLiteral("The workers of those that run are ended with them.");
    VictimsDialog::ask(m_page, question, first, int(m_jobs.size()), [this, ofRunners] {
        for (auto it = ofRunners.cbegin(); it != ofRunners.cend(); ++it)
            Q_EMIT requested(QStringLiteral("cancelJobs"), it.key(), {}, it.value());
    });
}

// Copies: an answer may come at once, and with it another selection.
void JobActions::reload()
{
    const QList<JobPart> scripts = m_scripts;
    for (const JobPart &part : scripts)
        Q_EMIT requested(QStringLiteral("reloadScript"), part.runner,
                         part.script.value_or(QString()), {});
}

void JobActions::purge()
{
    const QList<quint64> runners = m_runners;
    for (const quint64 runner : runners)
        Q_EMIT requested(QStringLiteral("purgeWorkers"), runner, {}, {});
}

} // namespace Spawn
