// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "workers/nodechannel.h"

#include "wire/descriptormessage.h"
#include "workers/handletype.h"
#include "workers/jsonline.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QElapsedTimer>
#include <QtCore/QMetaMethod>
#include <QtCore/QPointer>
#include <QtCore/QTimer>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <iterator>
#include <poll.h>
#include <sys/socket.h>
#include <utility>
#include <vector>

namespace Spawn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

static constexpr qsizetype FullAt = 128 << 10; // as Node's: send() says false
static constexpr qsizetype DrainedAt = 64 << 10;
static constexpr qsizetype ReadSize = 64 << 10;
static constexpr size_t MaximumDescriptors = 64; // that wait for their messages
static constexpr int LowestDuplicate = 3; // never one of the standard streams
static constexpr auto RetryDelay = 10ms;
static constexpr auto LongestPoll = 100ms;
static constexpr qint64 DeliverySlice = 1'000'000; // ns; then the loop has its turn
static constexpr int SliceCheck = 32; // messages between two looks at the clock

NodeChannel::NodeChannel(Wire::Descriptor socket, QObject *parent)
    : QObject(parent), m_socket(std::move(socket)),
      m_readable(m_socket.get(), QSocketNotifier::Read),
      m_writable(m_socket.get(), QSocketNotifier::Write)
{
    fcntl(m_socket.get(), F_SETFD, FD_CLOEXEC);
    m_writable.setEnabled(false);
    connect(&m_readable, &QSocketNotifier::activated, this, &NodeChannel::read);
    connect(&m_writable, &QSocketNotifier::activated, this, &NodeChannel::write);
}

NodeChannel::~NodeChannel() = default;

void NodeChannel::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_wake.timerId()) {
        QObject::timerEvent(event);
        return;
    }
    m_wake.stop();
    const QPointer<NodeChannel> guard(this);
    write();
    if (guard)
        deliver();
}

void NodeChannel::wake()
{
    if (m_socket && !m_wake.isActive())
        m_wake.start(0, this);
}

// ---- Sending -----------------------------------------------------------------------------------

static bool isReserved(const QJsonValue &message)
{
    if (!message.isObject())
        return false;
    const QString command = message.toObject().value("cmd"_L1).toString();
    return command.size() > 5 && command.startsWith("NODE_"_L1);
}

bool NodeChannel::isOpenToSend()
{
    if (isOpen())
        return true;
    Q_EMIT faulted(Fault::ChannelClosed, u"the channel is closed"_s);
    return false;
}

bool NodeChannel::mayBeSent(const QJsonValue &message)
{
    if (!isOpenToSend())
        return false;
    if (isReserved(message)) {
        Q_EMIT faulted(Fault::ReservedMessage,
                       u"a message whose \"cmd\" begins with \"NODE_\" does not arrive"_s);
        return false;
    }
    return true;
}

NodeChannel::Sending NodeChannel::send(const QJsonValue &message)
{
    if (!mayBeSent(message))
        return Sending::Refused;
    m_output.add(toJsonLine(message));
    return added();
}

NodeChannel::Sending NodeChannel::sendLine(QByteArray line)
{
    if (!isOpenToSend())
        return Sending::Refused;
    m_output.add(std::move(line));
    return added();
}

NodeChannel::Sending NodeChannel::send(const QJsonValue &message, int fd)
{
    if (!mayBeSent(message))
        return Sending::Refused;
    Wire::Descriptor copy(fcntl(fd, F_DUPFD_CLOEXEC, LowestDuplicate));
    if (!copy) {
        Q_EMIT faulted(Fault::InvalidDescriptor,
                       u"descriptor %1: %2"_s.arg(QString::number(fd), qt_error_string(errno)));
        return Sending::Refused;
    }
    const QJsonObject handle = handleMessage(message, fd);
    // As Node does: the others are not tried again.
    const bool repeatable = handle.value("type"_L1) == "net.Socket"_L1;
    m_output.add(toJsonLine(handle), std::move(copy), repeatable);
    return added();
}

NodeChannel::Sending NodeChannel::sendInternal(const QJsonObject &message, int fd)
{
    if (!isOpenToSend())
        return Sending::Refused;
    if (fd < 0) {
        m_output.add(toJsonLine(message));
        return added();
    }
    Wire::Descriptor copy(fcntl(fd, F_DUPFD_CLOEXEC, LowestDuplicate));
    if (!copy) {
        Q_EMIT faulted(Fault::InvalidDescriptor, qt_error_string(errno));
        return Sending::Refused;
    }
    m_output.add(toJsonLine(nativeHandleMessage(message, fd)), std::move(copy), false);
    return added();
}

NodeChannel::Sending NodeChannel::added()
{
    wake();
    m_needsDrain = m_needsDrain || m_output.size() >= FullAt;
    return m_needsDrain ? Sending::Full : Sending::Taken;
}

void NodeChannel::write()
{
    if (!m_socket || m_shutDown)
        return;
    const bool wasWhole = !m_output.isBroken();
    const ChannelOutput::Written written = m_output.write(m_socket.get());
    m_unread = m_unread || (wasWhole && m_output.isBroken());
    m_writable.setEnabled(written == ChannelOutput::Written::Some);
    if (written == ChannelOutput::Written::Retry)
        QTimer::singleShot(RetryDelay, this, &NodeChannel::wake);
    if (m_closing && m_output.isEmpty()) {
        // Not closed: what the peer has on its way would be lost, and it would read an error.
        shutdown(m_socket.get(), SHUT_WR);
        m_shutDown = true;
    }
    if (m_needsDrain && m_output.size() < DrainedAt) {
        m_needsDrain = false;
        if (isOpen())
            Q_EMIT drained();
    }
}

void NodeChannel::discardOutput()
{
    m_unread = m_unread || !m_output.isEmpty();
    m_output.discard();
}

void NodeChannel::disconnectChannel()
{
    if (!isOpen()) {
        Q_EMIT faulted(Fault::ChannelClosed, u"the channel is closed"_s);
        return;
    }
    m_closing = true;
    wake();
}

// ---- Receiving ---------------------------------------------------------------------------------

void NodeChannel::peerHasEnded()
{
    m_peerHasEnded = true;
    discardOutput();
    if (m_wanted)
        read();
}

void NodeChannel::setReading(bool reading)
{
    if (std::exchange(m_wanted, reading) == reading || !m_socket)
        return;
    if (reading)
        wake(); // for what has been read and not delivered
    else
        m_readable.setEnabled(false);
}

// The size, 0 at the end, -1 when there is nothing.
ssize_t NodeChannel::receive()
{
    std::vector<Wire::Descriptor> descriptors;
    int flags = 0; // descriptors that are missing are found missing by their messages
    const ssize_t size = Wire::receiveMessage(
        m_socket.get(), {m_input.room(ReadSize), static_cast<size_t>(ReadSize)}, descriptors,
        flags);
    m_unread = m_unread || size == -ECONNRESET;
    if (size < 0)
        return size == -EAGAIN ? -1 : 0;
    std::move(descriptors.begin(), descriptors.end(), std::back_inserter(m_descriptors));
    m_input.added(size);
    return size;
}

void NodeChannel::read()
{
    if (!m_socket || m_ended)
        return;
    const ssize_t size = receive();
    m_ended = size == 0 || (size < 0 && m_peerHasEnded);
    if (m_descriptors.size() > MaximumDescriptors) {
        fail(Fault::MalformedMessage, u"descriptors that no message is about"_s);
        return;
    }
    deliver();
}

void NodeChannel::deliver()
{
    const QPointer<NodeChannel> guard(this);
    QElapsedTimer time;
    time.start();
    for (int count = 1; m_socket && m_wanted; ++count) {
        if (!deliverNext())
            break;
        if (!guard)
            return;
        if (count % SliceCheck == 0 && time.nsecsElapsed() >= DeliverySlice) {
            // Nothing more is read before this is delivered, which bounds what is kept of it.
            m_readable.setEnabled(false);
            wake();
            return;
        }
    }
    if (!m_socket || !m_wanted)
        return;
    if (m_input.isTooLong())
        fail(Fault::MessageTooLong, u"a message of more than %1 bytes"_s.arg(LongestLine));
    else if (m_ended)
        finish();
    else if (m_peerHasEnded)
        QMetaObject::invokeMethod(this, &NodeChannel::read, Qt::QueuedConnection);
    else
        m_readable.setEnabled(true);
    // An answer to what was delivered goes out at once.
    if (guard && !m_output.isEmpty())
        write();
}

// False: there is nothing.
bool NodeChannel::deliverNext()
{
    if (!m_deferred.empty()) {
        Incoming incoming = std::move(m_deferred.front());
        m_deferred.pop_front();
        wake();
        handOut(std::move(incoming));
        return true;
    }
    const std::optional<QByteArrayView> line = m_input.next();
    if (!line)
        return false;
    if (m_input.rest() > 0)
        wake(); // a slot may run a loop of its own, and wait there for what is still in here
    take(*line);
    return true;
}

std::optional<NodeChannel::Incoming>
NodeChannel::waitForInternal(const std::function<bool(const QJsonObject &)> &isWanted,
                             std::chrono::milliseconds timeout)
{
    const QDeadlineTimer deadline(timeout);
    m_isWanted = isWanted;
    m_found.reset();
    while (m_socket && !m_found && !m_ended) {
        if (const std::optional<QByteArrayView> line = m_input.next()) {
            take(*line);
            continue;
        }
        if (m_input.isTooLong() || deadline.hasExpired())
            break;
        write();
        // What the kernel was too short of memory to take is tried again.
        const qint64 time = qMin<qint64>(deadline.remainingTime(), LongestPoll.count());
        pollfd socket{m_socket.get(), POLLIN, 0};
        if (m_writable.isEnabled())
            socket.events |= POLLOUT;
        if (poll(&socket, 1, static_cast<int>(time)) > 0 && (socket.revents & ~POLLOUT) != 0)
            m_ended = receive() == 0;
    }
    m_isWanted = nullptr;
    wake(); // for what was deferred, and for what is wrong
    return std::exchange(m_found, std::nullopt);
}

void NodeChannel::take(QByteArrayView line)
{
    const std::optional<QJsonValue> message = fromJsonLine(line);
    if (!message) {
        fail(Fault::MalformedMessage,
             u"not JSON: %1"_s.arg(QString::fromUtf8(line.first(qMin(line.size(), 80)))));
        return;
    }
    if (isReserved(*message))
        takeInternal(message->toObject());
    else
        arrived({*message, {}, false, false});
}

void NodeChannel::arrived(Incoming incoming)
{
    if (!m_isWanted)
        handOut(std::move(incoming));
    else if (!m_found && incoming.isInternal && m_isWanted(incoming.message.toObject()))
        m_found = std::move(incoming);
    else
        m_deferred.push_back(std::move(incoming));
}

void NodeChannel::handOut(Incoming incoming)
{
    static const QMetaMethod internal = QMetaMethod::fromSignal(&NodeChannel::internalReceived);
    if (!incoming.isInternal) {
        if (incoming.isWithDescriptor)
            Q_EMIT descriptorReceived(incoming.message, incoming.descriptor.release());
        else
            Q_EMIT messageReceived(incoming.message);
    } else if (isSignalConnected(internal)) {
        Q_EMIT internalReceived(incoming.message.toObject(), incoming.descriptor.release());
    }
}

void NodeChannel::takeInternal(const QJsonObject &message)
{
    const QString command = message.value("cmd"_L1).toString();
    if (command == "NODE_HANDLE"_L1) {
        takeHandle(message);
    } else if (command == "NODE_CLUSTER"_L1) {
        arrived({message, {}, true, false});
    } else if (command == "NODE_HANDLE_ACK"_L1) {
        m_output.acknowledged();
        wake();
    } else if (command == "NODE_HANDLE_NACK"_L1) {
        const std::optional<QByteArray> line = m_output.refused();
        wake();
        if (line)
            descriptorRefused(*line);
    } else if (command == "NODE_SOCKET_NOTIFY_CLOSE"_L1 || command == "NODE_SOCKET_GET_COUNT"_L1) {
        // Of the sockets of a Node server that have come here. They are the receiver's own since:
        // none is held for the server.
        QJsonObject answer{{"key"_L1, message.value("key"_L1)}};
        if (command == "NODE_SOCKET_GET_COUNT"_L1) {
            answer.insert("cmd"_L1, "NODE_SOCKET_COUNT"_L1);
            answer.insert("count"_L1, 0);
        } else {
            answer.insert("cmd"_L1, "NODE_SOCKET_ALL_CLOSED"_L1);
        }
        m_output.add(toJsonLine(answer));
        wake();
    }
}

void NodeChannel::descriptorRefused(const QByteArray &line)
{
    const QJsonValue sent = fromJsonLine(line.chopped(1)).value_or(QJsonValue())["msg"_L1];
    if (isReserved(sent))
        Q_EMIT internalRefused(sent.toObject());
    else
        Q_EMIT faulted(Fault::DescriptorRefused,
                       u"a descriptor did not arrive, and its message was not taken"_s);
}

void NodeChannel::takeHandle(const QJsonObject &message)
{
    const bool here = !m_descriptors.empty();
    Wire::Descriptor descriptor;
    if (here) {
        descriptor = std::move(m_descriptors.front());
        m_descriptors.pop_front();
    }
    m_output.addAnswer(
        toJsonLine(QJsonObject{{"cmd"_L1, here ? "NODE_HANDLE_ACK"_L1 : "NODE_HANDLE_NACK"_L1}}));
    wake();
    if (!here)
        return;
    const QJsonValue itself = message.value("msg"_L1);
    arrived({itself, std::move(descriptor), isReserved(itself), true});
}

// ---- The end -----------------------------------------------------------------------------------

void NodeChannel::fail(Fault fault, const QString &text)
{
    const QPointer<NodeChannel> guard(this);
    Q_EMIT faulted(fault, text);
    if (guard)
        finish();
}

void NodeChannel::finish()
{
    if (!m_socket)
        return;
    m_wake.stop();
    m_readable.setEnabled(false);
    m_writable.setEnabled(false);
    discardOutput();
    m_descriptors.clear();
    m_socket.reset();
    Q_EMIT disconnected();
}

} // namespace Spawn
