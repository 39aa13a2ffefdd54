// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "context.h"
#include "stack.h"

#include "wire/ledger.h"
#include "wire/message.h"

#include <cstdint>
#include <memory>
#include <sys/types.h>
#include <vector>

namespace Spawn {

// A request, and then the child that carries it out. The helper may not touch any of it between
// the clone and the moment at which the kernel clears tid: the child lives in this memory.
struct Child
{
    struct ExtraDescriptor
    {
        int source;
        int target;
    };

    int32_t tid = 0; // CLONE_CHILD_CLEARTID: zero when the child has executed or ended
    int64_t cloned = 0; // when, monotonic nanoseconds
    Stack stack; // from the clone on

    uint64_t id = 0;
    Wire::LedgerSlot *slot = nullptr;
    pid_t application = 0;
    Wire::Descriptor controlGroup; // of its own; closed when the child is in it
    std::vector<uint8_t> body; // what message points into
    Wire::SpawnMessage message; // arguments and environment end with a null pointer
    std::shared_ptr<const Context> context;
    int sources[3] = {-1, -1, -1}; // of 0, 1 and 2; the null device where the child opens a file
    std::vector<ExtraDescriptor> extras; // sorted by target
    std::vector<Wire::Descriptor> descriptors; // owned until the child has its copies

    // Of the memory that it may keep from being freed.
    size_t size() const { return body.size() + context->body.size(); }
    const char *const *environment() const
    {
        const bool own = (message.flags & Wire::SpawnMessage::OwnEnvironment) != 0;
        return own ? message.environment.data() : context->environment.data();
    }
};

// The child's whole life up to its exec. Never returns.
[[noreturn]] void runChild(void *child);

} // namespace Spawn
