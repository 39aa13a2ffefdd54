// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/exitstatus.h"
#include "engine/reactor.h"
#include "wire/descriptor.h"

#include <chrono>
#include <optional>
#include <sys/types.h>

namespace Spawn {

class ChildProcessListener
{
public:
    // Either may delete the child process.
    virtual void childEnded() = 0; // it can be reaped
    virtual void childUnkillable() = 0; // SIGKILL was sent long ago, and it is still there

protected:
    ~ChildProcessListener() = default;
};

// The process of one command, from the moment at which its pidfd arrives until it is reaped. Tells
// when it ends, and ends it by force, with its process group, when asked to.
class ChildProcess final : public Watcher
{
public:
    ChildProcess(Reactor &reactor, ChildProcessListener &listener, pid_t pid,
                 Wire::Descriptor pidfd);
    ~ChildProcess();
    ChildProcess(const ChildProcess &) = delete;
    ChildProcess &operator=(const ChildProcess &) = delete;

    bool hasEnded() const { return Spawn::hasEnded(m_pidfd.get()); }
    // If it has just ended, these do nothing.
    void signalGroup(int signalNumber) const;
    void killAlone() const; // before it has a group, and has executed nothing
    // The signal, and SIGKILL after the delay to whoever is left of the group; 0: at once.
    void terminate(int signalNumber, std::chrono::milliseconds killDelay);
    void kill();
    void expectNothing(); // tells no more that it is unkillable

    // Call for childEnded(). False if how it ended is not known yet: then it is told again.
    [[nodiscard]] bool reap(ExitStatus &status);
    // Before it is reaped: as long as it is a zombie, nobody else can have its group's number. What
    // is left of a group that was to end, ends with it.
    void endGroup() const;

    void descriptorReady(int role, uint32_t events) override;
    void deadlineReached(int role) override;

private:
    enum Role { Kill, Unkillable, Look };

    void watch();
    void setDeadline(std::chrono::milliseconds delay, Role role);

    Reactor &m_reactor;
    ChildProcessListener &m_listener;
    const pid_t m_pid;
    const Wire::Descriptor m_pidfd;
    Reactor::Token m_token = Reactor::NoToken;
    std::optional<Deadlines::Key> m_deadline; // Kill, then Unkillable
    std::optional<Deadlines::Key> m_look;
    bool m_ending = false; // by us
};

} // namespace Spawn
