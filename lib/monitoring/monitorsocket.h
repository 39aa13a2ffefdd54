// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "monitoring/socketdirectory.h"
#include "monitoring/targetnames.h"
#include "spawner/filelock.h"
#include "spawner/systemerror.h"
#include "wire/descriptor.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <functional>
#include <memory>
#include <sys/types.h>

QT_BEGIN_NAMESPACE
class QSocketNotifier;
QT_END_NAMESPACE

namespace Spawn {

// Listens for monitors: the socket, its lock and its description in the SocketDirectory, from
// listen() to close(). Lives in the event loop of one thread.
//
// Whoever holds the lock has the socket: one of a dead process is replaced, one of a living process
// never. Only processes of this user are let in, and only so many at a time. No crowd of others,
// and no shortage of descriptors, ends the listening or keeps the thread busy.
class MonitorSocket final : public QObject
{
    Q_OBJECT
public:
    static constexpr int MaximumConnections = 8;

    // Gets each connection: close-on-exec, not blocking. It may close(), but not delete, the
    // socket.
    using Accepted = std::function<void(Wire::Descriptor)>;

    explicit MonitorSocket(Accepted accepted, QObject *parent = nullptr);
    ~MonitorSocket() override;

    // The name is what people see. After an error nothing is listened to and nothing left behind.
    [[nodiscard]] SystemError listen(SocketDirectory directory, const TargetNames &names,
                                     const QString &name);
    // Connections that have been accepted stay, and keep their places.
    void close();
    bool isListening() const { return bool(m_socket); }
    QString path() const; // empty if it does not listen

    // An accepted connection has ended, and its place is free.
    void connectionClosed();
    int connectionCount() const { return m_connections; }

Q_SIGNALS:
    // A process of another user was turned away: the first after a while without any.
    void refused(uint userId);

private:
    SystemError removeStale();
    SystemError makeSocket();
    void accept();
    enum class Turn { Next, Empty, Shortage };
    Turn acceptOne();
    void admit(Wire::Descriptor connection);
    bool isFromThisUser(const Wire::Descriptor &connection);
    void openReserve();

    const Accepted m_accepted;
    SocketDirectory m_directory; // before the lock, which is in it
    TargetNames m_names{{}};
    FileLock m_lock;
    Wire::Descriptor m_socket;
    Wire::Descriptor m_reserve; // given up to accept and close when there is no other
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_afterShortage;
    QElapsedTimer m_lastRefusal;
    int m_connections = 0;
};

} // namespace Spawn
