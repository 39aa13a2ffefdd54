// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/commandreply.h>

#include <QtCore/QFutureWatcher>

#include <coroutine>

// Needs C++20.
//
//   Spawn::CommandReply *reply = spawner.aspawn({"hostname"});
//   const Spawn::CommandResult result = co_await *reply;
//
// The coroutine is resumed from the event loop of the thread that awaits, never inside a signal:
// it may return and destroy whoever would be emitting. It gets its result also when the reply or
// its spawner is deleted meanwhile.
namespace Spawn {

class CommandAwaiter
{
public:
    explicit CommandAwaiter(CommandReply &reply) : m_future(reply.future()) { }

    bool await_ready() const { return m_future.isFinished(); }
    void await_suspend(std::coroutine_handle<> handle)
    {
        auto *const watcher = new QFutureWatcher<CommandResult>;
        QObject::connect(watcher, &QFutureWatcher<CommandResult>::finished, watcher,
                         [watcher, handle] {
                             watcher->deleteLater();
                             handle.resume();
                         });
        watcher->setFuture(m_future);
    }
    CommandResult await_resume() const { return m_future.result(); }

private:
    QFuture<CommandResult> m_future;
};

inline CommandAwaiter operator co_await(CommandReply &reply)
{
    return CommandAwaiter(reply);
}

} // namespace Spawn
