// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "clusters/clusteractions.h"

#include "commands/victimsdialog.h"
#include "widgets/possibleaction.h"

#include <QtWidgets/QWidget>

#include <algorithm>
#include <utility>

namespace Spawn {

ClusterActions::ClusterActions(QWidget *page, Find find)
    : QObject(page), m_page(page), m_find(std::move(find)),
      m_reload(addPossibleAction(
          page, QStringLiteral("Reload…"), QStringLiteral("R"),
          QStringLiteral("Replaces all of its workers, and refuses no connection meanwhile"))),
      m_start(addPossibleAction(page, QStringLiteral("Start one more"), QStringLiteral("A"),
                                QStringLiteral("Starts one more worker of the cluster"))),
      m_terminate(addPossibleAction(
          page, QStringLiteral("Terminate…"), QStringLiteral("T"),
          QStringLiteral("Sends the worker SIGTERM, and SIGKILL after the kill delay"))),
      m_kill(addPossibleAction(page, QStringLiteral("Kill…"), QStringLiteral("K"),
                               QStringLiteral("Sends SIGKILL to the worker's process group"))),
      m_disconnect(addPossibleAction(
          page, QStringLiteral("Disconnect all…"), QStringLiteral("D"),
          QStringLiteral("Ends all of its workers for good, once they have finished")))
{
    connect(m_reload, &QAction::triggered, this, &ClusterActions::reload);
    connect(m_start, &QAction::triggered, this, &ClusterActions::start);
    connect(m_terminate, &QAction::triggered, this,
            [this] { askForWorkers(QStringLiteral("terminate"), QStringLiteral("Terminate")); });
    connect(m_kill, &QAction::triggered, this,
            [this] { askForWorkers(QStringLiteral("kill"), QStringLiteral("Kill")); });
    connect(m_disconnect, &QAction::triggered, this, &ClusterActions::disconnectAll);
    setSelection({}, {}, {});
}

void ClusterActions::setSelection(const QList<ClusterSnapshot> &clusters,
                                  const QList<quint64> &workers, const QString &refusal)
{
    m_clusters = clusters;
    m_workers = workers;
    const auto orElse = [&refusal](bool possible, const QString &why) {
        return !refusal.isEmpty() ? refusal : possible ? QString() : why;
    };
    const bool any = !clusters.isEmpty();
    const bool reloading
        = std::any_of(clusters.begin(), clusters.end(),
                      [](const ClusterSnapshot &cluster) { return cluster.reloading; });
    const bool live
        = std::any_of(clusters.begin(), clusters.end(),
                      [](const ClusterSnapshot &cluster) { return !cluster.workers.isEmpty(); });
    const QString none = QStringLiteral("No cluster is selected");
    setPossible(
        m_reload,
        orElse(any && !reloading, reloading ? QStringLiteral("It is being reloaded") : none));
    setPossible(m_start,
                orElse(clusters.size() == 1,
                       any ? QStringLiteral("More than one cluster is selected") : none));
    for (QAction *const action : {m_terminate, m_kill})
        setPossible(action, orElse(!workers.isEmpty(), QStringLiteral("No worker is selected")));
    setPossible(m_disconnect,
                orElse(live, any ? QStringLiteral("There is no worker to disconnect") : none));
}

void ClusterActions::reload()
{
    askForClusters(QStringLiteral("reloadCluster"), QStringLiteral("Reload"),
                   QStringLiteral("Each goes when its successor listens, and has 10 s to finish "
                                  "what it has open."));
}

void ClusterActions::start()
{
    Q_EMIT requested(QStringLiteral("startClusterWorker"), m_clusters.first().number);
}

void ClusterActions::disconnectAll()
{
    askForClusters(QStringLiteral("disconnectCluster"), QStringLiteral("Disconnect"),
                   QStringLiteral("They have 10 s to finish what they have open, and no others "
                                  "take their place."));
}

// As they are now: while the dialog is open the selection may change.
void ClusterActions::askForClusters(const QString &what, const QString &verb, const QString &note)
{
    QList<quint64> numbers;
    QList<quint64> workers;
    for (const ClusterSnapshot &cluster : std::as_const(m_clusters)) {
        numbers += cluster.number;
        for (const ClusterWorkerSnapshot &worker : cluster.workers)
            workers += worker.command;
    }
    ask(what, verb, note, workers, [this, what, numbers] {
        for (const quint64 number : numbers)
            Q_EMIT requested(what, number);
    });
}

void ClusterActions::askForWorkers(const QString &what, const QString &verb)
{
    const bool respawn
        = std::all_of(m_clusters.begin(), m_clusters.end(),
                      [](const ClusterSnapshot &cluster) { return cluster.respawn; });
    ask(what + QStringLiteral("ClusterWorkers"), verb,
        respawn ? QStringLiteral("What is open there is cut off; others are started instead.")
                : QStringLiteral("What is open there is cut off."),
        m_workers, [this, what, workers = m_workers] { Q_EMIT endRequested(what, workers); });
}

void ClusterActions::ask(const QString &key, const QString &verb, const QString &note,
                         const QList<quint64> &workers, const std::function<void()> &does)
{
    constexpr qsizetype named = 8;
    if (workers.isEmpty()) { // one that has given up has none to lose
        does();
        return;
    }
    QList<VictimsDialog::Victim> first;
    for (const quint64 worker : workers.mid(0, named)) {
        if (const CommandSnapshot *const command = m_find(worker))
            first += VictimsDialog::victimOf(*command, quint64(command->processId));
    }
    VictimsDialog::Question question;
    question.key = key;
    question.verb = verb;
    question.noun = QStringLiteral("worker");
    question.keep = QStringLiteral("Keep running");
    question.note = note;
    VictimsDialog::ask(m_page, question, first, int(workers.size()), does);
}

} // namespace Spawn
