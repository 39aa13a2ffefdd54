// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "workers/parentchannel.h"

#include "spawner/loggingcategories.h"
#include "workers/nodechannel.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QMetaMethod>
#include <QtCore/QPointer>

#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>
#include <utility>

namespace Spawn {

using namespace Qt::StringLiterals;

static constexpr int LowestDuplicate = 3; // never one of the standard streams

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
                switch (fault) {
                case NodeChannel::Fault::MalformedMessage:
                    report(Error::MalformedMessage, text);
                    break;
                case NodeChannel::Fault::MessageTooLong:
                    report(Error::MessageTooLong, text);
                    break;
                case NodeChannel::Fault::DescriptorRefused:
                    report(Error::DescriptorRefused, text);
                    break;
                }
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

void ParentChannel::report(Error error, const QString &text)
{
    m_error = text;
    Q_EMIT errorOccurred(error);
}

bool ParentChannel::mayBeSent(const QJsonValue &message)
{
    if (!m_channel->isOpen()) {
        report(Error::ChannelClosed, u"the channel is closed"_s);
        return false;
    }
    if (NodeChannel::isReserved(message)) {
        report(Error::ReservedMessage,
               u"a message whose \"cmd\" begins with \"NODE_\" does not arrive"_s);
        return false;
    }
    return true;
}

bool ParentChannel::send(const QJsonValue &message)
{
    return mayBeSent(message) && m_channel->send(message);
}

bool ParentChannel::sendDescriptor(const QJsonValue &message, int fd)
{
    if (!mayBeSent(message))
        return false;
    Wire::Descriptor copy(fcntl(fd, F_DUPFD_CLOEXEC, LowestDuplicate));
    if (!copy) {
        report(Error::InvalidDescriptor,
               u"descriptor %1: %2"_s.arg(QString::number(fd), qt_error_string(errno)));
        return false;
    }
    return m_channel->send(message, std::move(copy));
}

void ParentChannel::disconnectChannel()
{
    if (!m_channel->isOpen())
        report(Error::ChannelClosed, u"the channel is closed"_s);
    else
        m_channel->disconnectChannel();
}

} // namespace Spawn
