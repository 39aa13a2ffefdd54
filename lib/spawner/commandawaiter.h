// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/commandreply.h>
#include <spawner/futureawaiter.h>

// Needs C++20.
//
//   Spawn::CommandReply *reply = spawner.aspawn({"hostname"});
//   const Spawn::CommandResult result = co_await *reply;
//
// The coroutine is resumed from the event loop of the thread that awaits, never inside a signal:
// it may return and destroy whoever would be emitting. It gets its result also when the reply or
// its spawner is deleted meanwhile.
namespace Spawn {

using CommandAwaiter = FutureAwaiter<CommandResult>;

inline CommandAwaiter operator co_await(CommandReply &reply)
{
    return CommandAwaiter(reply.future());
}

} // namespace Spawn
