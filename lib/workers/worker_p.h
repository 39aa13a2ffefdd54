// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "workers/nodechannel.h"
#include "workers/worker.h"

#include <QtCore/QPointer>

#include <memory>

namespace Spawn {

class WorkerPrivate final
{
public:
    WorkerPrivate(Worker *worker, AsyncSpawner *spawner, const Command &asked);
    ~WorkerPrivate();

    static WorkerPrivate *of(Worker *worker) { return worker->d.get(); }

    NodeChannel *openedChannel(); // null: none could be made, which is reported
    bool count(NodeChannel::Sending sending); // as outstanding; what send() says
    bool isOpen() const { return channel != nullptr && channel->isOpen(); }
    // With finished(): the process has ended without having read what it was sent last.
    bool lastMessageUnread() const { return channel == nullptr || channel->lastMessageUnread(); }
    void setReading(bool reading);
    void terminateNow(); // the signal alone: when SIGKILL follows is the caller's affair
    void report(Worker::Error error, const QString &text);
    void kill();

    Worker *const q;
    const QString program;
    const QStringList arguments;
    Worker::State state = Worker::State::Starting;
    qint64 processId = 0;
    quint64 commandId = 0; // of the process, for monitors
    int outstanding = 0;
    QString errorText;
    CommandResult result;
    QPointer<CommandReply> reply; // the process
    NodeChannel *channel = nullptr; // q's child; null: none could be made

private:
    void connectChannel();
    void connectReply();
    void hasFaulted(NodeChannel::Fault fault, const QString &text);
    void processEnded(const CommandResult &ended);
    void finishWhenAllIsOver();

    void beginReading();

    // The child's end of the channel. Ours until the child has it; then it is closed here, else its
    // end would never be read.
    std::shared_ptr<Wire::Descriptor> m_childEnd;
    bool m_processEnded = false;
    bool m_readingWanted = true;
    bool m_readingBegun = false; // with started(), though a quick child may have spoken before
};

} // namespace Spawn
