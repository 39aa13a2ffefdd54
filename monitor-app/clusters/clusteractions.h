// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <monitoring/spawnersnapshot.h>

#include <QtCore/QObject>

#include <functional>

class QAction;
class QWidget;

namespace Spawn {

// What can be done with the selected clusters and workers. Each says why it cannot when it cannot;
// what ends workers asks first.
class ClusterActions final : public QObject
{
    Q_OBJECT
public:
    using Find = std::function<const CommandSnapshot *(quint64 id)>;

    ClusterActions(QWidget *page, Find find);

    // `clusters` are those that something of is selected, `workers` the selected ones by their
    // commands; `refusal` is why nothing can be done with whatever, empty: something can.
    void setSelection(const QList<ClusterSnapshot> &clusters, const QList<quint64> &workers,
                      const QString &refusal);

    QAction *reloadAction() const { return m_reload; }
    QAction *startAction() const { return m_start; }
    QAction *terminateAction() const { return m_terminate; }
    QAction *killAction() const { return m_kill; }
    QAction *disconnectAction() const { return m_disconnect; }

Q_SIGNALS:
    void requested(const QString &what, quint64 cluster);
    void endRequested(const QString &what, const QList<quint64> &commands);

private:
    void reload();
    void start();
    void disconnectAll();
    void askForClusters(const QString &what, const QString &verb, const QString &note);
    void askForWorkers(const QString &what, const QString &verb);
    void ask(const QString &key, const QString &verb, const QString &note,
             const QList<quint64> &workers, const std::function<void()> &does);

    QWidget *m_page;
    Find m_find;
    QList<ClusterSnapshot> m_clusters;
    QList<quint64> m_workers;
    QAction *m_reload;
    QAction *m_start;
    QAction *m_terminate;
    QAction *m_kill;
    QAction *m_disconnect;
};

} // namespace Spawn
