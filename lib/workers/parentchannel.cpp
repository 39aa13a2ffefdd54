// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "workers/parentchannel.h"

#include "spawner/loggingcategories.h"
#include "workers/nodechannel.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QMetaMethod>
#include <QtCore/QPointer>

#include <cerrno>
#include <sys/socket.h>
#include <utility>

namespace Spawn {

using namespace Qt::StringLiterals;

// The descriptor that the environment names, or -1. The environment is anybody's: what it names has
// to be such a socket.
static int channelDescriptor()
{
    bool isNumber = false;
    const int fd = qEnvironmentVariableIntValue("NODE_CHANNEL_FD", &isNumber);
    const QByteArray mode = qgetenv("NODE_CHANNEL_SERIALIZATION_MODE");
    const bool named = qEnvironmentVariableIsSet("NODE_CHANNEL_FD");
    qunsetenv("NODE_CHANNEL_FD");
    qunsetenv("NODE_CHANNEL_SERIALIZATION_MODE");
    if (!named)
        return -1;
    int domain = 0;
    socklen_t size = sizeof domain;
    if (!isNumber || fd <= STDERR_FILENO
        || getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) != 0 || domain != AF_UNIX) {
        qCWarning(workersLog, "NODE_CHANNEL_FD names no channel of this process");
        return -1;
    }
    if (!mode.isEmpty() && mode != "json") {
        qCWarning(workersLog, "The parent's serialization \"%s\" is not supported: start this "
                              "program with serialization: 'json'", mode.constData());
        return -1;
    }
    return fd;
}

ParentChannel *ParentChannel::instance()
{
    static const QPointer<ParentChannel> channel = [] {
        const int fd = channelDescriptor();
        return fd < 0 ? nullptr : new ParentChannel(fd);
    }();
    return channel;
}

static constexpr bool isSame(NodeChannel::Fault fault, ParentChannel::Error error)
{
    return static_cast<int>(fault) == static_cast<int>(error);
}

static_assert(isSame(NodeChannel::Fault::ChannelClosed, ParentChannel::Error::ChannelClosed)
              && isSame(NodeChannel::Fault::ReservedMessage, ParentChannel::Error::ReservedMessage)
              && isSame(NodeChannel::Fault::MalformedMessage, ParentChannel::Error::MalformedMessage)
              && isSame(NodeChannel::Fault::MessageTooLong, ParentChannel::Error::MessageTooLong)
              && isSame(NodeChannel::Fault::DescriptorRefused,
                        ParentChannel::Error::DescriptorRefused)
              && isSame(NodeChannel::Fault::InvalidDescriptor,
                        ParentChannel::Error::InvalidDescriptor));

ParentChannel::ParentChannel(int fd)
    : QObject(QCoreApplication::instance()),
      m_channel(new NodeChannel(Wire::Descriptor(fd), this))
{
    connect(m_channel, &NodeChannel::messageReceived, this, &ParentChannel::messageReceived);
    connect(m_channel, &NodeChannel::drained, this, &ParentChannel::drained);
    connect(m_channel, &NodeChannel::disconnected, this, &ParentChannel::disconnected);
    connect(m_channel, &NodeChannel::descriptorReceived, this,
            [this](const QJsonValue &message, int received) {
                Wire::Descriptor descriptor(received);
                static const QMetaMethod handedOut
                    = QMetaMethod::fromSignal(&ParentChannel::descriptorReceived);
                if (isSignalConnected(handedOut))
                    Q_EMIT descriptorReceived(message, descriptor.release());
            });
    connect(m_channel, &NodeChannel::faulted, this,
            [this](NodeChannel::Fault fault, const QString &text) {
                m_error = text;
                Q_EMIT errorOccurred(static_cast<Error>(fault));
            });
}

ParentChannel::~ParentChannel() = default;

bool ParentChannel::isConnected() const
{
    return m_channel->isOpen();
}

QString ParentChannel::errorString() const
{
    return m_error;
}

bool ParentChannel::send(const QJsonValue &message)
{
    return m_channel->send(message) == NodeChannel::Sending::Taken;
}

bool ParentChannel::sendDescriptor(const QJsonValue &message, int fd)
{
    return m_channel->send(message, fd) == NodeChannel::Sending::Taken;
}

void ParentChannel::flush()
{
    m_channel->flush();
}

void ParentChannel::disconnectChannel()
{
    m_channel->disconnectChannel();
}

} // namespace Spawn
