// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/asyncspawner.h>

#include <QtCore/QJsonValue>
#include <QtCore/QObject>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <memory>

namespace Spawn {

class WorkerPrivate;

// The parent's view of one child that serves messages: Node's ChildProcess of fork(). The child is
// any program that speaks Node's IPC on the descriptor that NODE_CHANNEL_FD names: an unmodified
// Node script, or a Qt program with a ParentChannel.
//
//   Spawn::Worker *worker = Spawn::forkWorker(&spawner, Spawn::Command({"double.js"}), this);
//   QObject::connect(worker, &Spawn::Worker::messageReceived, this,
//                    [](const QJsonValue &message) { qInfo() << message; });
//   worker->send(21);
//
// It is started through an AsyncSpawner, and ends with it; it does not end with the spawner's
// helper. Belongs to the spawner's thread. Deleting it kills the child.
//
// The signals come from the event loop, in the order started, messages, disconnected, finished;
// finished() is emitted exactly once and is the last, whatever has happened. Whatever the child has
// said before its end comes before it.
class ASYNCSPAWNER_EXPORT Worker final : public QObject
{
    Q_OBJECT
public:
    enum class State {
        Starting,
        Running,
        Disconnected, // it lives, and can be told nothing any more
        Finished,
    };
    Q_ENUM(State)
    enum class Error {
        FailedToStart, // finished(-1, 0) follows
        ChannelClosed, // something was to be sent after the end of the channel; it was not
        ReservedMessage, // an object whose "cmd" begins with "NODE_": Node would keep it to itself
        MalformedMessage, // the child wrote what is no JSON line: it is killed
        MessageTooLong, // the child wrote a line of more than 64 MiB: it is killed
        DescriptorRefused, // it did not arrive, and its message was not taken
        InvalidDescriptor, // the one that was to be sent is not open
    };
    Q_ENUM(Error)

    ~Worker() override;

    qint64 processId() const; // 0 until started()
    QString program() const;
    QStringList arguments() const; // without the program
    State state() const;
    // Messages sent, less those received, and never less than 0.
    int outstandingCount() const;
    QString errorString() const; // of the last errorOccurred()
    CommandResult result() const; // with finished(); the resource usage, for one

    // Never blocks, and keeps what the child does not take yet. False: 128 KiB or more wait, or the
    // message was refused, of which errorOccurred() tells; wait for drained().
    bool send(const QJsonValue &message);
    // A copy of fd goes along; yours may be closed. A Node script gets sockets as net.Socket,
    // net.Server or dgram.Socket and pipes as they are; a file would end it.
    bool sendDescriptor(const QJsonValue &message, int fd);
    // Node's disconnect(): what was sent arrives, and what the child says until it closes its end
    // is received. Most children end then by themselves; a Node script can say nothing more once it
    // has read this end, so ask it when its answers are there.
    void disconnectChannel();
    void terminate(); // SIGTERM, or the command's kill signal, then SIGKILL after its kill delay
    void kill();

Q_SIGNALS:
    void started();
    void messageReceived(const QJsonValue &message);
    // The receiver owns fd. Without any receiver it is closed.
    void descriptorReceived(const QJsonValue &message, int fd);
    void drained();
    void disconnected();
    void finished(int exitCode, int signalNumber); // -1: it did not exit; 0: no signal
    void errorOccurred(Spawn::Worker::Error error);

private:
    friend class WorkerPrivate;
    friend ASYNCSPAWNER_EXPORT Worker *forkWorker(AsyncSpawner *spawner, const Command &command,
                                                  QObject *parent);
    Worker(AsyncSpawner *spawner, const Command &command, QObject *parent);

    std::unique_ptr<WorkerPrivate> d;
};

// Node's fork(). A program whose name ends in .js, .mjs or .cjs is run by the node of the PATH, any
// other is executed. What it writes goes where the application's own output goes, unless the
// command says otherwise; workers are not counted by maxRunningCount.
ASYNCSPAWNER_EXPORT Worker *forkWorker(AsyncSpawner *spawner, const Command &command,
                                       QObject *parent = nullptr);

} // namespace Spawn
