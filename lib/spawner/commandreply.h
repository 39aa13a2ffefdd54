// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/command.h>
#include <spawner/commandresult.h>

#include <QtCore/QFuture>
#include <QtCore/QObject>

#include <memory>

namespace Spawn {

class AsyncSpawner;
class CommandReplyPrivate;

// A command that was asked for, from aspawn() to its end. Belongs to its spawner and lives in the
// spawner's thread; deletes itself after finished() unless autoDelete is off.
//
//   Spawn::CommandReply *reply = spawner.aspawn({"hostname"});
//   QObject::connect(reply, &Spawn::CommandReply::finished, this,
//                    [](const Spawn::CommandResult &result) { qInfo() << result.standardOutput; });
//
// finished() is emitted exactly once, from the event loop, and is the last signal. The others come
// before it, in the order started, output, exited; exited does not wait for the end of the output.
class ASYNCSPAWNER_EXPORT CommandReply final : public QObject
{
    Q_OBJECT
    Q_PROPERTY(bool autoDelete READ autoDelete WRITE setAutoDelete)
public:
    enum class State {
        Queued,
        Starting, // handed to the helper
        Running,
        Finished,
    };
    Q_ENUM(State)

    ~CommandReply() override; // a command that has not finished is cancelled

    quint64 id() const; // unique among the spawner's
    Command command() const;
    State state() const;
    bool isFinished() const { return state() == State::Finished; }
    qint64 processId() const; // 0 until started()

    // Error::NoError and exitCode -1 until finished().
    CommandResult result() const;
    // Finishes with finished(), and holds a result also when the reply or its spawner is deleted
    // before. Cancelling the future does not cancel the command.
    QFuture<CommandResult> future();

    bool autoDelete() const;
    void setAutoDelete(bool enabled);

    // All of these are safe at any time; after the end they do nothing. They mean the command's
    // whole process group.
    void cancel(); // ends it as Cancelled; if it has not executed, it never will
    void terminate(); // kill signal, then SIGKILL after the kill delay
    void kill(); // SIGKILL
    bool sendSignal(int signalNumber); // false when it is not running, or there is no such signal

    // InputMode::Pipe. Takes all of it and returns its size, or -1 when the input is closed: by
    // you, or by the command (see CommandResult::standardInputError). Keep bytesToWrite() small to
    // let a slow reader hold you up.
    qint64 write(const QByteArray &bytes);
    void closeStandardInput(); // after what was written
    qint64 bytesToWrite() const;

    // OutputMode::Stream. What has come and was not taken yet; also after finished().
    QByteArray readAllStandardOutput();
    QByteArray readAllStandardError();

Q_SIGNALS:
    void started(qint64 processId);
    void readyReadStandardOutput();
    void readyReadStandardError();
    void standardInputWritten(qint64 bytes);
    void exited(int exitCode, int signalNumber);
    void finished(const Spawn::CommandResult &result);

private:
    friend class AsyncSpawnerPrivate;
    friend class CommandReplyPrivate;
    CommandReply(std::unique_ptr<CommandReplyPrivate> d, QObject *parent);

    std::unique_ptr<CommandReplyPrivate> d;
};

} // namespace Spawn
