// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/export.h>

#include <QtCore/QJsonValue>
#include <QtCore/QObject>
#include <QtCore/QString>

#include <memory>

namespace Spawn {

class ClusterClient;
class NodeChannel;

// The child's view of the channel to its parent: Node's process.send() and process.on('message').
// The parent is a Worker, or any Node program that has started this one with a channel
// (child_process.spawn(…, {stdio: […, 'ipc']})).
//
//   Spawn::ParentChannel *parent = Spawn::ParentChannel::instance();
//   QObject::connect(parent, &Spawn::ParentChannel::messageReceived, parent,
//                    [parent](const QJsonValue &message) { parent->send(message.toDouble() * 2); });
//   QObject::connect(parent, &Spawn::ParentChannel::disconnected, qApp, &QCoreApplication::quit);
//
// Nothing is received before the event loop runs. When the parent is gone or has said its last,
// disconnected() is emitted, once; to end then is the program's own affair.
class ASYNCSPAWNER_EXPORT ParentChannel final : public QObject
{
    Q_OBJECT
public:
    enum class Error {
        ChannelClosed, // something was to be sent after the end of the channel; it was not
        ReservedMessage, // an object whose "cmd" begins with "NODE_"
        MalformedMessage, // the parent wrote what is no JSON line: the channel is closed
        MessageTooLong, // the parent wrote a line of more than 64 MiB: the channel is closed
        DescriptorRefused, // it did not arrive, and its message was not taken
        InvalidDescriptor, // the one that was to be sent is not open
    };
    Q_ENUM(Error)

    // Null when this process has no channel, or one that speaks Node's "advanced" serialization,
    // which a warning says. The first call takes the variables that tell of it out of the
    // environment, so that children of this process do not take it for theirs: make it before
    // other threads are started, after the QCoreApplication, and in the thread that uses it.
    static ParentChannel *instance();
    ~ParentChannel() override;

    bool isConnected() const;
    QString errorString() const; // of the last errorOccurred()

    // As Worker::send() and its sendDescriptor().
    bool send(const QJsonValue &message);
    bool sendDescriptor(const QJsonValue &message, int fd);
    void disconnectChannel(); // what was sent arrives
    // Writes what was sent, as far as the parent takes it without being waited for: before the end
    // of a program that does not return to its event loop.
    void flush();

Q_SIGNALS:
    void messageReceived(const QJsonValue &message);
    // The receiver owns fd. Without any receiver it is closed.
    void descriptorReceived(const QJsonValue &message, int fd);
    void drained();
    void disconnected();
    void errorOccurred(Spawn::ParentChannel::Error error);

private:
    friend class ClusterClient;
    friend class JobServer;
    explicit ParentChannel(int fd);

    NodeChannel *m_channel; // a child
    QString m_error;
};

} // namespace Spawn
