// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/commandreply.h"

#include "spawner/asyncspawner_p.h"
#include "spawner/commandreply_p.h"

#include <csignal>
#include <utility>

namespace Spawn {

void CommandReplyPrivate::post(EngineAction action)
{
    if (spawner != nullptr)
        spawner->post(std::move(action));
}

void CommandReplyPrivate::finish(CommandResult ended)
{
    state = CommandReply::State::Finished;
    result = std::make_unique<const CommandResult>(std::move(ended));
    inputClosed = true;
    bytesToWrite = 0;
    // A continuation is called in here, and may delete the reply and us with it.
    std::vector<QPromise<CommandResult>> ending = std::exchange(promises, {});
    const CommandResult value = ending.empty() ? CommandResult() : *result;
    for (QPromise<CommandResult> &promise : ending) {
        promise.addResult(value);
        promise.finish();
    }
}

CommandReply::CommandReply(std::unique_ptr<CommandReplyPrivate> dd, QObject *parent)
    : QObject(parent), d(std::move(dd))
{
}

CommandReply::~CommandReply()
{
    if (d->isFinished())
        return;
    CommandResult result;
    result.error
        = d->spawner != nullptr ? CommandResult::Error::Cancelled : CommandResult::Error::Destroyed;
    if (d->spawner != nullptr) {
        d->post(Request::Cancel{d->id});
        d->spawner->forget(this);
    }
    d->finish(std::move(result));
}

quint64 CommandReply::id() const
{
    return d->id;
}

Command CommandReply::command() const
{
    return d->command;
}

CommandReply::State CommandReply::state() const
{
    return d->state;
}

qint64 CommandReply::processId() const
{
    return d->processId;
}

CommandResult CommandReply::result() const
{
    return d->result ? *d->result : CommandResult();
}

QFuture<CommandResult> CommandReply::future()
{
    QPromise<CommandResult> promise;
    QFuture<CommandResult> future = promise.future();
    promise.start();
    if (d->isFinished()) {
        promise.addResult(*d->result);
        promise.finish();
    } else {
        d->promises.push_back(std::move(promise));
    }
    return future;
}

bool CommandReply::autoDelete() const
{
    return d->autoDelete;
}

void CommandReply::setAutoDelete(bool enabled)
{
    d->autoDelete = enabled;
}

void CommandReply::cancel()
{
    if (!d->isFinished())
        d->post(Request::Cancel{d->id});
}

void CommandReply::terminate()
{
    if (!d->isFinished())
        d->post(Request::Terminate{d->id});
}

void CommandReply::kill()
{
    if (!d->isFinished())
        d->post(Request::Kill{d->id});
}

bool CommandReply::sendSignal(int signalNumber)
{
    if (d->state != State::Running || d->hasExited || signalNumber < 1 || signalNumber > SIGRTMAX)
        return false;
    d->post(Request::Signal{d->id, signalNumber});
    return true;
}

qint64 CommandReply::write(const QByteArray &bytes)
{
    if (d->inputClosed)
        return -1;
    if (!bytes.isEmpty()) {
        d->bytesToWrite += bytes.size();
        d->post(Request::Write{d->id, bytes});
    }
    return bytes.size();
}

void CommandReply::closeStandardInput()
{
    if (std::exchange(d->inputClosed, true))
        return;
    d->post(Request::CloseInput{d->id});
}

qint64 CommandReply::bytesToWrite() const
{
    return d->bytesToWrite;
}

static QByteArray takeStreamed(CommandReplyPrivate &d, int stream)
{
    QByteArray bytes = std::exchange(d.streamed[stream - 1], {});
    if (!bytes.isEmpty() && !d.isFinished())
        d.post(Request::Consumed{d.id, stream, bytes.size()});
    return bytes;
}

QByteArray CommandReply::readAllStandardOutput()
{
    return takeStreamed(*d, 1);
}

QByteArray CommandReply::readAllStandardError()
{
    return takeStreamed(*d, 2);
}

} // namespace Spawn
