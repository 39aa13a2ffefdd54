// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/protocol.h"

// The ledger: shared memory in which each command leaves the proof of how far it came. It outlives
// the helper, and so answers the one question that a dead helper leaves: did this command run?
//
//   helper dead, no pid            never cloned: send it to the next helper
//   pid, Prepared                  cloned, not yet executed: wait for it
//   pid, Executing                 it runs, or ran: its pidfd tells the rest
//   pid, Failed                    exec or a step before it failed: stage and errno are here
//   Cancelled                      the engine was first: it never runs
//
// Who writes: the engine resets a slot before it sends the request, and may turn Prepared into
// Cancelled; the kernel writes the pid (CLONE_PARENT_SETTID, before the child runs); the child
// turns Prepared into Executing immediately before execve. The two exchanges compete for one word,
// so exactly one of "it was cancelled" and "it ran" is true.
//
// The engine treats what it reads here as it treats bytes from a socket: checked before used.
namespace Spawn::Wire {

enum class LedgerState : uint32_t {
    Prepared,
    Executing,
    Failed,
    Cancelled,
};

enum LedgerDetail : uint32_t {
    NoDetail = 0,
    // Exec: the file is there, so what is missing is the interpreter that it names.
    InterpreterMissing = 1,
    // Descriptor: which one of the child's could not be made, plus 1000.
    ChildDescriptor = 1000,
    // Limit: the resource, plus 2000; nice is 1999.
    NiceLevel = 1999,
    Resource = 2000,
};

struct LedgerSlot
{
    uint64_t id; // of the command, for the reader of a core dump and for the checks
    int32_t pid;
    uint32_t state; // LedgerState
    uint32_t stage; // Stage, when Failed
    int32_t error; // errno, when Failed
    uint32_t detail; // LedgerDetail, when Failed
    uint32_t reaped; // set by the engine before it reaps: the pid is nobody's from here on
    int64_t clonedAt; // CLOCK_MONOTONIC in nanoseconds, written by the helper just before the clone
};
static_assert(sizeof(LedgerSlot) == 40);

inline constexpr size_t LedgerSize = sizeof(LedgerSlot) * LedgerSlots;

// Always inlined: the child runs them without sanitizers, on a stack that these do not know.
[[gnu::always_inline]] inline bool exchangeState(LedgerSlot *slot, LedgerState from, LedgerState to)
{
    auto expected = static_cast<uint32_t>(from);
    return __atomic_compare_exchange_n(&slot->state, &expected, static_cast<uint32_t>(to), false,
                                       __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}

[[gnu::always_inline]] inline LedgerState stateOf(const LedgerSlot *slot)
{
    return static_cast<LedgerState>(__atomic_load_n(&slot->state, __ATOMIC_ACQUIRE));
}

[[gnu::always_inline]] inline int32_t pidOf(const LedgerSlot *slot)
{
    return __atomic_load_n(&slot->pid, __ATOMIC_ACQUIRE);
}

} // namespace Spawn::Wire
