// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/deadlines.h"
#include "wire/descriptor.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace Spawn {

// Somebody who waits for descriptors and deadlines. The role tells its several ones apart.
class Watcher
{
public:
    virtual void descriptorReady(int role, uint32_t events) = 0; // EPOLLIN…
    virtual void deadlineReached(int role) = 0;

protected:
    ~Watcher() = default;
};

// One epoll for all descriptors of the I/O thread, and one timer for all its deadlines. Belongs to
// the I/O thread, whose event loop turns on it (engine/eventdispatcher.h).
class Reactor final
{
public:
    // A registration. Events that were fetched before it was removed no longer find it, whatever
    // has taken the descriptor's number since.
    using Token = uint64_t;
    static constexpr Token NoToken = 0;

    Reactor();

    bool isValid() const { return m_epoll && m_timer; }
    // Readable when poll() has something to do: for a loop that is not the reactor's own.
    int descriptor() const { return m_epoll.get(); }

    // NoToken and errno if the kernel refuses.
    Token watch(int fd, uint32_t events, Watcher *watcher, int role);
    bool modify(Token token, int fd, uint32_t events);
    // Before the descriptor is closed: the kernel forgets a descriptor only with its last copy, and
    // a child of somebody's may hold one until it has executed.
    void unwatch(Token &token, int fd);
    // Instead, for one that is watched edge-triggered and closed next: it tells at most once more,
    // to nobody, which costs less than the system call.
    void forget(Token &token);

    Deadlines::Key setDeadline(TimePoint time, Watcher *watcher, int role);
    void clearDeadline(const Deadlines::Key &key);

    // Handles what is there, at most one batch of it. Returns whether there was anything.
    bool poll(int timeoutMs = 0);

    // For reading output: allocated once.
    static constexpr size_t ReadSize = 256 << 10;
    char *readBuffer() { return m_readBuffer.get(); }

private:
    struct Registration
    {
        Watcher *watcher = nullptr;
        uint32_t generation = 1;
        int role = 0;
    };

    void armTimer();
    void handleDeadlines();

    Wire::Descriptor m_epoll;
    Wire::Descriptor m_timer;
    std::vector<Registration> m_registrations;
    std::vector<uint32_t> m_free; // of m_registrations
    Deadlines m_deadlines;
    std::optional<TimePoint> m_armed; // what the timer is set to
    std::unique_ptr<char[]> m_readBuffer;
};

} // namespace Spawn
