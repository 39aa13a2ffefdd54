// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "cluster/listenrequest.h"
#include "wire/descriptor.h"

#include <QtCore/QBasicTimer>
#include <QtCore/QJsonObject>
#include <QtCore/QObject>
#include <QtCore/QPointer>

#include <sys/types.h>
#include <unordered_map>
#include <vector>

namespace Spawn {

class ClusterListener;
class NodeChannel;

// A worker's side of Node's cluster messages. There is one in a process that a cluster has started,
// from the making of its QCoreApplication.
class ClusterClient final : public QObject
{
    Q_OBJECT
public:
    static int workerId(); // 0: none
    static ClusterClient *instance(); // null: this is no worker

    bool isLeaving() const { return m_isLeaving; }

    // Blocks until the primary has answered.
    struct Listening
    {
        int error = 0; // errno
        QString key;
        QJsonObject sockname; // as Node has it; empty: a path
        Wire::Descriptor socket;
        bool isShared = false; // this process accepts
    };
    Listening listen(ListenRequest *request, ClusterListener *listener); // sets its index
    void isListening(const ListenRequest &request);
    void answer(qint64 connection, bool accepted);
    void close(const ClusterListener *listener);

    // A descriptor that the program has now; this process stays until it has closed it.
    void track(int connection);

Q_SIGNALS:
    void leaving();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    struct Entry
    {
        ClusterListener *listener;
        ListenRequest request;
    };

    explicit ClusterClient(NodeChannel *channel);
    static void makeInstance();
    void take(const QJsonObject &message, Wire::Descriptor descriptor);
    void leave();
    qint64 freeIndex(const ListenRequest &request) const;
    bool send(QJsonObject message);

    NodeChannel *const m_channel; // the ParentChannel's
    std::vector<Entry> m_entries;
    std::unordered_map<int, ino_t> m_connections; // by their descriptors
    qint64 m_lastNumber = 0;
    QBasicTimer m_look; // for connections, while leaving
    bool m_isLeaving = false;

    friend void makeClusterClient();
};

} // namespace Spawn
