// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "cluster/connection.h"
#include "cluster/listeningsocket.h"

#include <cluster/cluster.h>

#include <QtCore/QObject>
#include <QtCore/QSocketNotifier>
#include <QtCore/QTimer>

#include <chrono>
#include <deque>
#include <memory>
#include <vector>

namespace Spawn {

class ClusterWorker;

// A socket that workers listen on by way of the primary, and whose connections it accepts and hands
// out unless they do it themselves.
//
// Nothing is accepted while no worker is free: it waits in the kernel, where it is lost to nobody
// when a worker or the primary dies.
class SharedSocket final : public QObject
{
    Q_OBJECT
public:
    SharedSocket(const ListenRequest &request, Cluster::SchedulingPolicy policy, QObject *parent);

    [[nodiscard]] int open(); // errno

    const QString &key() const { return m_key; }
    const QJsonValue &sharedValue() const { return m_request.data; } // of who asked first
    const ListeningSocket &socket() const { return m_socket; }
    Cluster::SchedulingPolicy policy() const { return m_policy; }
    bool isHandedOut() const { return m_policy != Cluster::SchedulingPolicy::Shared; }
    quint64 acceptedCount() const { return m_accepted; }

    void add(ClusterWorker *worker);
    void remove(ClusterWorker *worker);
    bool contains(const ClusterWorker *worker) const;
    int workerCount() const { return static_cast<int>(m_places.size()); }

    // The worker has answered for what it was given, and gets another.
    void becameFree(ClusterWorker *worker);
    // Soon: it has no room just now.
    void becomesFreeLater(ClusterWorker *worker);
    // A connection that its worker did not take.
    void giveBack(Connection connection);

private:
    struct Place
    {
        ClusterWorker *worker;
        bool isFree = true; // it has answered for all that it was given
        bool isLate = false; // and for so long has not that its turn is passed over
        std::chrono::steady_clock::time_point given; // when it was free the last time
        std::vector<Connection> next; // that it is given when it is free again

        bool hasRoom() const;
    };

    Place *find(const ClusterWorker *worker);
    Place *nextPlace();
    bool takeNext(Connection *connection);
    void give(Place &place, Connection connection);
    void takeBackNext(Place &place);
    void distribute();
    void passOver();

    const ListenRequest m_request;
    const QString m_key;
    const Cluster::SchedulingPolicy m_policy;
    ListeningSocket m_socket;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_rest; // of accepting, while there are no descriptors to be had
    QTimer m_patience; // with workers that do not answer
    std::vector<Place> m_places; // who was given a connection longest ago first
    std::deque<Connection> m_givenBack;
    quint64 m_accepted = 0;
};

} // namespace Spawn
