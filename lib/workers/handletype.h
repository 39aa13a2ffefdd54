// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QJsonObject>
#include <QtCore/QJsonValue>

namespace Spawn {

// The message that goes with a descriptor, as a Node child wants it to make an object of its own of
// it: a net.Server, a net.Socket or a dgram.Socket. What is none of these is net.Native: Node hands
// pipes on as they are, and does not expect anything else.
QJsonObject handleMessage(const QJsonValue &message, int fd);

// The same for a message of Node's own, whose receiver knows what the descriptor is.
QJsonObject nativeHandleMessage(const QJsonObject &message, int fd);

} // namespace Spawn
