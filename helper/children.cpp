// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "children.h"

#include "rawcall.h"

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <linux/futex.h>
#include <sched.h>
#include <unistd.h>

namespace Spawn {

using namespace Wire;

static constexpr int64_t Millisecond = 1'000'000;
static constexpr int64_t StuckAfter = 100 * Millisecond;
static constexpr size_t KeptBodySize = 16 << 10;

static int64_t now()
{
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

static bool hasLeft(const Child &child)
{
    return __atomic_load_n(&child.tid, __ATOMIC_ACQUIRE) == 0;
}

static size_t processorCount()
{
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? static_cast<size_t>(CPU_COUNT(&set)) : 1;
}

Children::Children() : m_window(std::clamp<size_t>(2 * processorCount(), 2, MaximumOutstanding)) { }

std::unique_ptr<Child> Children::take()
{
    if (m_free.empty())
        return std::make_unique<Child>();
    std::unique_ptr<Child> child = std::move(m_free.back());
    m_free.pop_back();
    return child;
}

void Children::giveBack(std::unique_ptr<Child> child)
{
    child->tid = 0;
    if (child->stack)
        m_stacks.push_back(std::move(child->stack));
    child->message = {};
    child->context.reset();
    child->controlGroup.reset();
    child->extras.clear();
    child->descriptors.clear();
    child->body.clear();
    if (child->body.capacity() > KeptBodySize)
        std::vector<uint8_t>().swap(child->body); // shrink_to_fit() needs exceptions to do it
    m_free.push_back(std::move(child));
}

void Children::retire()
{
    size_t kept = 0;
    for (std::unique_ptr<Child> &child : m_inFlight) {
        if (hasLeft(*child)) {
            m_departed.push_back({child->id, child->slot, child->cloned});
            giveBack(std::move(child));
        } else {
            std::swap(m_inFlight[kept++], child);
        }
    }
    m_inFlight.resize(kept);
}

// In the order of their clones, those that have been stuck for too long come first.
Children::InFlight::const_iterator Children::firstThatCounts() const
{
    const int64_t young = now() - StuckAfter;
    return std::find_if(m_inFlight.begin(), m_inFlight.end(),
                        [young](const auto &child) { return child->cloned > young; });
}

int Children::interval() const
{
    if (m_inFlight.empty() && m_departed.empty())
        return -1;
    const bool allStuck = m_departed.empty() && firstThatCounts() == m_inFlight.end();
    return allStuck ? 20 : 1;
}

bool Children::hasRoom()
{
    if (m_inFlight.size() < m_window)
        return true;
    retire();
    if (m_inFlight.size() >= MaximumOutstanding)
        return false;
    return static_cast<size_t>(m_inFlight.end() - firstThatCounts()) < m_window;
}

bool Children::waitForRoom()
{
    auto oldest = firstThatCounts();
    if (oldest == m_inFlight.end())
        oldest = m_inFlight.begin();
    // Not FUTEX_PRIVATE: the kernel wakes this one as a shared futex.
    const timespec timeout{0, Millisecond};
    if (const int32_t tid = __atomic_load_n(&(*oldest)->tid, __ATOMIC_ACQUIRE); tid != 0)
        rawCallWords(SYS_futex, toWord(&(*oldest)->tid), FUTEX_WAIT, tid, toWord(&timeout));
    return hasLeft(**oldest);
}

int Children::start(std::unique_ptr<Child> &child, Descriptor &pidfd)
{
    // The last one: its pages are the most likely to be in a cache.
    if (m_stacks.empty())
        m_stacks.push_back(Stack::make());
    child->stack = std::move(m_stacks.back());
    m_stacks.pop_back();
    if (!child->stack)
        return -ENOMEM;
    int fd = -1;
    clone_args arguments{};
    arguments.flags = CLONE_VM | CLONE_PARENT | CLONE_PIDFD | CLONE_CLEAR_SIGHAND
        | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
    if (child->controlGroup) {
        arguments.flags |= CLONE_INTO_CGROUP;
        arguments.cgroup = static_cast<uint64_t>(child->controlGroup.get());
    }
    arguments.pidfd = reinterpret_cast<uintptr_t>(&fd);
    arguments.parent_tid = reinterpret_cast<uintptr_t>(&child->slot->pid);
    arguments.child_tid = reinterpret_cast<uintptr_t>(&child->tid);
    arguments.stack = reinterpret_cast<uintptr_t>(child->stack.lowest());
    arguments.stack_size = Stack::Size;
    child->tid = 1; // anything but zero
    child->cloned = now();
    child->slot->clonedAt = child->cloned;
    const long pid = rawClone(&arguments, runChild, child.get());
    if (pid < 0)
        return static_cast<int>(pid);
    pidfd.reset(fd);
    child->controlGroup.reset();
    // The child has copies of these in a table of its own.
    child->descriptors.clear();
    m_inFlight.push_back(std::move(child));
    return 0;
}

void Children::takeExecuted(std::vector<uint64_t> &ids)
{
    if (m_inFlight.empty() && m_departed.empty())
        return;
    const int64_t time = now();
    if (time - m_lastSweep < Millisecond)
        return;
    m_lastSweep = time;
    retire();
    std::erase_if(m_departed, [&](const Departed &departed) {
        if (time - departed.cloned < Millisecond)
            return false;
        // The slot may be another command's by now, and its reader hears of the end elsewhere.
        const bool runs = __atomic_load_n(&departed.slot->id, __ATOMIC_ACQUIRE) == departed.id
            && stateOf(departed.slot) == LedgerState::Executing
            && __atomic_load_n(&departed.slot->reaped, __ATOMIC_ACQUIRE) == 0;
        if (runs)
            ids.push_back(departed.id);
        return true;
    });
}

} // namespace Spawn
