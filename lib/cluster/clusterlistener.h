// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "cluster/listenrequest.h"
#include "wire/descriptor.h"

#include <QtCore/QObject>
#include <QtCore/QPointer>
#include <QtCore/QSocketNotifier>
#include <QtCore/QTimer>

#include <memory>
#include <optional>

namespace Spawn {

// What a ClusterServer and a ClusterLocalServer have in common in a worker: a socket of the
// primary, and connections, which either the primary hands over or this process accepts.
class ClusterListener final : public QObject
{
    Q_OBJECT
public:
    explicit ClusterListener(QObject *parent);
    ~ClusterListener() override;

    static bool isWorker();

    [[nodiscard]] int listen(ListenRequest request); // errno
    void close(); // what has not arrived goes to another worker
    bool isOpen() const { return m_isOpen; }
    QString key() const { return m_key; }
    int descriptor() const { return m_socket.get(); } // the listening socket

    // False: no connection is to arrive, and none is asked for.
    void setReady(bool ready);

    void take(Wire::Descriptor connection, qint64 number); // the primary hands it over

Q_SIGNALS:
    void arrived(int connection); // the receiver owns it
    void outOfDescriptors();
    void leaving(); // after close()

private:
    void handOut(Wire::Descriptor connection);
    void accept();

    QString m_key;
    Wire::Descriptor m_socket;
    std::unique_ptr<QSocketNotifier> m_notifier; // where this process accepts
    QTimer m_rest; // of accepting
    struct Held
    {
        Wire::Descriptor connection; // none: it has arrived
        qint64 number;
    };
    std::optional<Held> m_held; // the primary gets no answer before there is room
    bool m_isOpen = false;
    bool m_isReady = true;
};

} // namespace Spawn
