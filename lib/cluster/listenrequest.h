// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QJsonObject>
#include <QtCore/QString>

namespace Spawn {

// What a worker asks its primary for when it listens: Node's "queryServer".
struct ListenRequest
{
    enum class Kind { Tcp, Local, Datagram };

    static ListenRequest fromJson(const QJsonObject &message);
    QJsonObject toJson() const; // without "seq"
    // Those with the same share a socket, as Node's.
    QString key() const;
    Kind kind() const;

    QString address; // or the path; null: any
    int port = 0; // -1: of a path
    QString addressType = QStringLiteral("4"); // "4", "6", "-1" of a path, "udp4", "udp6"
    qint64 descriptor = -1; // one of the primary's own: not supported
    qint64 index = 0; // tells sockets of the same address apart, those of port 0 above all
    int backlog = 0; // 0: the default
    bool onlyIpv6 = false;
    // Not Node's: the listening socket is wanted also where the primary accepts, and a path gets
    // these permissions.
    bool wantsDescriptor = false;
    int permissions = 0; // 0: as the umask has it
    QJsonValue data; // handed to all who ask for the same
};

} // namespace Spawn
