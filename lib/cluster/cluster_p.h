// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "cluster/clusterworker.h"
#include "cluster/sharedsocket.h"
#include "engine/backoff.h"

#include <cluster/cluster.h>
#include <cluster/clustersnapshot.h>

#include <QtCore/QBasicTimer>
#include <QtCore/QPointer>
#include <QtCore/QTimer>

#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace Spawn {

class ClusterPrivate final : public QObject
{
    Q_OBJECT
public:
    using Reason = ClusterWorkerEnd::Reason;

    ClusterPrivate(Cluster *cluster, AsyncSpawner *by);
    ~ClusterPrivate() override;

    static ClusterPrivate *of(Cluster *cluster) { return cluster->d.get(); }

    ClusterSnapshot snapshot() const;

    // How many there are.
    ClusterWorker *start(const QProcessEnvironment &extra);
    void disconnectAll(std::chrono::milliseconds deadline);
    void tryAgain();

    // One after the other is replaced.
    bool reload(std::chrono::milliseconds deadline);

    Cluster *const q;
    const QPointer<AsyncSpawner> spawner;
    QString program;
    std::optional<QStringList> arguments; // none: the application's, if the program is
    QProcessEnvironment environment{QProcessEnvironment::InheritFromParent};
    Cluster::SchedulingPolicy policy = Cluster::SchedulingPolicy::RoundRobin;
    bool respawn = false;
    int giveUpAfter = 10;
    std::vector<ClusterWorker *> workers; // children, in the order of their starts

    struct Reload
    {
        std::chrono::milliseconds deadline;
        std::deque<QPointer<ClusterWorker>> old; // that are still to be replaced
        QPointer<ClusterWorker> successor; // of the first of these
    };
    std::optional<Reload> reloading;

Q_SIGNALS:
    void workerEnded(const Spawn::ClusterWorkerEnd &end); // before it is finished; for monitors

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    Command commandFor(int id, const QProcessEnvironment &extra) const;
    void connectWorker(ClusterWorker *worker);
    void ended(ClusterWorker *worker, int exitCode, int signalNumber);
    void replaceLater(const ClusterWorker &worker);
    void startIn(std::chrono::milliseconds delay);
    void startDue();
    void tellWhenStopped();

    // Sockets.
    void listen(ClusterWorker *worker, const ListenRequest &request, qint64 number);
    SharedSocket *findSocket(const QString &key) const;
    void close(ClusterWorker *worker, const QString &key);
    void takeFromSockets(ClusterWorker *worker);
    void closeUnused();
    void tellListening(ClusterWorker *worker, const ListenRequest &request);

    void replaceNext();
    void successorIsReady();
    bool isReady(const ClusterWorker &successor, const ClusterWorker &old) const;
    void rollBack();
    void endReload(bool success);

    std::vector<std::unique_ptr<SharedSocket>> m_sockets;
    std::deque<QProcessEnvironment> m_due; // successors that are to be started
    QTimer m_next; // start
    QTimer m_unused; // sockets are closed
    QTimer m_patience; // with a successor
    QBasicTimer m_tell; // what is true already, from the event loop
    BackOff m_backOff;
    qint64 m_nextStart = 0; // by the clock, for people
    int m_lastId = 0;
    int m_started = 0;
    int m_finished = 0;
    quint64 m_endedAccepted = 0;
    quint64 m_endedRequests = 0;
    bool m_gaveUp = false;
    bool m_stopping = false; // stopped() is due
    std::optional<bool> m_reloaded; // is due
};

} // namespace Spawn
