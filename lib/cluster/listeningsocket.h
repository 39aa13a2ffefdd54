// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "cluster/listenrequest.h"
#include "wire/descriptor.h"

#include <QtCore/QByteArray>
#include <QtNetwork/QHostAddress>

#include <sys/types.h>

namespace Spawn {

// A socket that is bound, and listens unless it is for datagrams. A path that nobody listens at any
// more is taken over, and removed with the socket.
class ListeningSocket final
{
public:
    ListeningSocket() = default;
    ~ListeningSocket();
    Q_DISABLE_COPY_MOVE(ListeningSocket)

    [[nodiscard]] int open(const ListenRequest &request); // errno

    int descriptor() const { return m_socket.get(); }
    // Null and 0: a path.
    QHostAddress address() const { return m_address; }
    quint16 port() const { return m_port; }
    QString name() const; // "0.0.0.0:80", "[::]:80", or the path
    QJsonObject sockname() const; // as Node has it; empty: a path

private:
    int openPath(const ListenRequest &request);
    int openAddress(const ListenRequest &request, const QHostAddress &address);
    int listen(const ListenRequest &request);

    Wire::Descriptor m_socket;
    QHostAddress m_address;
    quint16 m_port = 0;
    QByteArray m_path;
    dev_t m_device = 0; // of the file that was made at the path
    ino_t m_inode = 0;
};

} // namespace Spawn
