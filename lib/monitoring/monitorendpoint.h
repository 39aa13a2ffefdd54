// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/enginerequest.h"
#include "monitoring/clusterrequest.h"
#include "monitoring/monitorconnection.h"
#include "monitoring/monitorfeed.h"
#include "monitoring/poolrequest.h"
#include "monitoring/runnerrequest.h"
#include "monitoring/spawnermirror.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace Spawn {

class MonitorSocket;

// Serves one spawner's monitors, in the monitoring thread: takes what has happened ten times a
// second at most, and tells each of them what has changed.
class MonitorEndpoint final : public QObject
{
    Q_OBJECT
public:
    using Post = std::function<void(EngineAction)>; // to the engine, from any thread

    explicit MonitorEndpoint(Post post);
    ~MonitorEndpoint() override;

    const std::shared_ptr<MonitorFeed> &feed() const { return m_feed; }

    // In its thread.
    bool listen(const QString &name, QString &errorString);
    void setControlAllowed(bool allowed);
    void setOutputShared(bool shared);
    void setHistoryLength(int length) { m_mirror.setHistoryLength(length); }
    void setPool(const PoolSnapshot &pool);
    void removePool(quint64 number);
    void addWorkerEnd(const WorkerEnd &end);
    void setJobRunner(const JobRunnerSnapshot &runner);
    void removeJobRunner(quint64 number);
    void addJobEnd(const JobEnd &end);
    void setCluster(const ClusterSnapshot &cluster);
    void removeCluster(quint64 number);
    void addClusterEnd(const ClusterWorkerEnd &end);

Q_SIGNALS:
    void watchedChanged(bool watched); // by somebody
    void poolRequested(const Spawn::PoolRequest &request);
    void runnerRequested(const Spawn::RunnerRequest &request);
    void clusterRequested(const Spawn::ClusterRequest &request);

private:
    void refresh();
    void accept(Wire::Descriptor socket);
    void greet(MonitorConnection &connection);
    void receive(MonitorConnection &connection, const QJsonObject &message);
    QString control(const QString &what, const QJsonObject &message);
    QString controlPool(PoolRequest::What what, const QJsonObject &message);
    QString controlRunner(RunnerRequest::What what, const QJsonObject &message);
    QString controlCluster(ClusterRequest::What what, const QJsonObject &message);
    void refreshSoon();
    void sendSnapshot(MonitorConnection &connection);
    void sendHistory(MonitorConnection &connection);
    void sendChanges(const SnapshotChanges &changes);
    void remove(MonitorConnection *connection);

    const Post m_post;
    const std::shared_ptr<MonitorFeed> m_feed;
    SpawnerMirror m_mirror;
    std::unique_ptr<MonitorSocket> m_socket;
    std::vector<MonitorConnection *> m_connections; // children
    QTimer m_refresh; // one shot: nothing happens while nothing happens
    QTimer m_sample; // while somebody is attached
    quint64 m_sequence = 0;
};

} // namespace Spawn
