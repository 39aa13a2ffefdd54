// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <jobs/jobreply.h>
#include <spawner/futureawaiter.h>

// Needs C++20.
//
//   const Spawn::JobResult result = co_await *runner.run("double", 21);
//
// As CommandAwaiter: resumed from the event loop, also when the reply or its runner is deleted.
namespace Spawn {

using JobAwaiter = FutureAwaiter<JobResult>;

inline JobAwaiter operator co_await(JobReply &reply)
{
    return JobAwaiter(reply.future());
}

} // namespace Spawn
