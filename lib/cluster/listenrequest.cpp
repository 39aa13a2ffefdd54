// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "cluster/listenrequest.h"

#include <QtCore/QJsonValue>

namespace Spawn {

using namespace Qt::StringLiterals;

static constexpr int OnlyIpv6 = 1; // UV_TCP_IPV6ONLY

// 4, "4" and 4.0 are the same to Node.
static QString textOf(const QJsonValue &value)
{
    return value.isDouble() ? QString::number(value.toInteger()) : value.toString();
}

ListenRequest ListenRequest::fromJson(const QJsonObject &message)
{
    ListenRequest request;
    request.address = message["address"_L1].toString();
    request.port = message["port"_L1].toInt(0);
    request.addressType = textOf(message["addressType"_L1]);
    request.descriptor = message["fd"_L1].toInteger(-1);
    request.index = message["index"_L1].toInteger(0);
    request.backlog = message["backlog"_L1].toInt(0);
    request.onlyIpv6 = (message["flags"_L1].toInt(0) & OnlyIpv6) != 0;
    request.wantsDescriptor = message["wantsDescriptor"_L1].toBool();
    request.permissions = message["permissions"_L1].toInt(0) & 0777;
    request.data = message["data"_L1];
    return request;
}

QJsonObject ListenRequest::toJson() const
{
    return {
        {"act"_L1, "queryServer"_L1},
        {"address"_L1, address.isNull() ? QJsonValue() : QJsonValue(address)},
        {"port"_L1, port},
        {"addressType"_L1,
         kind() == Kind::Datagram ? QJsonValue(addressType) : QJsonValue(addressType.toInt())},
        {"index"_L1, index},
        {"backlog"_L1, backlog},
        {"flags"_L1, onlyIpv6 ? OnlyIpv6 : 0},
        {"wantsDescriptor"_L1, wantsDescriptor},
        {"permissions"_L1, permissions},
    };
}

QString ListenRequest::key() const
{
    return u"%1:%2:%3:%4:%5"_s.arg(address.isNull() ? u"null"_s : address, QString::number(port),
                                   addressType, QString::number(descriptor),
                                   QString::number(index));
}

ListenRequest::Kind ListenRequest::kind() const
{
    return addressType == "-1"_L1          ? Kind::Local
        : addressType.startsWith("udp"_L1) ? Kind::Datagram
                                           : Kind::Tcp;
}

} // namespace Spawn
