// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/commandspec.h"
#include "engine/enginerequest.h"
#include "spawner/commandreply.h"

#include <QtCore/QPromise>

#include <memory>
#include <vector>

namespace Spawn {

class AsyncSpawnerPrivate;

// The reply's own part. All of it belongs to the spawner's thread.
class CommandReplyPrivate final
{
public:
    CommandReplyPrivate(AsyncSpawnerPrivate *owner, quint64 commandId, const Command &asked,
                        const CommandSpec &data)
        : spawner(owner), id(commandId), command(asked), spec(&data)
    {
    }

    void post(EngineAction action);
    bool isFinished() const { return state == CommandReply::State::Finished; }
    // Ends the futures; the signals are the spawner's to emit.
    void finish(CommandResult ended);

    AsyncSpawnerPrivate *spawner; // null once it is gone
    const quint64 id;
    const Command command;
    QExplicitlySharedDataPointer<const CommandSpec> spec;
    CommandReply::State state = CommandReply::State::Queued;
    qint64 processId = 0;
    std::unique_ptr<const CommandResult> result; // null until it has finished
    bool autoDelete = true;
    bool inputClosed = false;
    bool hasExited = false;
    qint64 bytesToWrite = 0;
    QByteArray streamed[2]; // not taken yet
    // One each: whoever cancels a future cancels it for those that share it.
    std::vector<QPromise<CommandResult>> promises;
};

} // namespace Spawn
