// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/childprocess.h"

#include "engine/processgroup.h"

#include <csignal>
#include <sys/epoll.h>

namespace Spawn {

using namespace std::chrono_literals;

// After SIGKILL: whoever is still there waits in the kernel, or belongs to somebody else.
static constexpr auto UnkillableAfter = 10s;
static constexpr auto LookInterval = 20ms;
static constexpr auto AgainAfter = 1ms; // it takes the kernel microseconds

ChildProcess::ChildProcess(Reactor &reactor, ChildProcessListener &listener, pid_t pid,
                           Wire::Descriptor pidfd)
    : m_reactor(reactor), m_listener(listener), m_pid(pid), m_pidfd(std::move(pidfd))
{
    watch();
}

ChildProcess::~ChildProcess()
{
    m_reactor.forget(m_token);
    expectNothing();
    if (m_look)
        m_reactor.clearDeadline(*m_look);
}

// Edge-triggered: until the helper closes its copy there are two, and the kernel would go on
// telling of a descriptor that we have closed.
void ChildProcess::watch()
{
    m_token = m_reactor.watch(m_pidfd.get(), EPOLLIN | EPOLLET, this, 0);
    // The kernel had no memory for it, or the user has too many.
    if (m_token == Reactor::NoToken)
        m_look = m_reactor.setDeadline(Clock::now() + LookInterval, this, Look);
}

void ChildProcess::signalGroup(int signalNumber) const
{
    (void)Spawn::signalGroup(m_pidfd.get(), m_pid, signalNumber);
}

void ChildProcess::killAlone() const
{
    (void)signalProcess(m_pidfd.get(), SIGKILL);
}

void ChildProcess::terminate(int signalNumber, std::chrono::milliseconds killDelay)
{
    if (killDelay <= 0ms) {
        kill();
        return;
    }
    if (m_ending)
        return;
    m_ending = true;
    signalGroup(signalNumber);
    signalGroup(SIGCONT); // one that is stopped could not act on it
    setDeadline(killDelay, Kill);
}

void ChildProcess::kill()
{
    m_ending = true;
    signalGroup(SIGKILL);
    setDeadline(UnkillableAfter, Unkillable);
}

void ChildProcess::endGroup() const
{
    if (m_ending)
        signalGroup(SIGKILL);
}

bool ChildProcess::reap(ExitStatus &status)
{
    if (Spawn::reap(m_pidfd.get(), status))
        return true;
    if (hasEnded() && !m_look) // the edge has been told
        m_look = m_reactor.setDeadline(Clock::now() + AgainAfter, this, Look);
    return false;
}

void ChildProcess::setDeadline(std::chrono::milliseconds delay, Role role)
{
    expectNothing();
    m_deadline = m_reactor.setDeadline(after(Clock::now(), delay), this, role);
}

void ChildProcess::expectNothing()
{
    if (m_deadline)
        m_reactor.clearDeadline(*m_deadline);
    m_deadline.reset();
}

void ChildProcess::descriptorReady(int, uint32_t)
{
    m_listener.childEnded();
}

void ChildProcess::deadlineReached(int role)
{
    switch (role) {
    case Look:
        m_look.reset();
        if (m_token == Reactor::NoToken)
            watch(); // an end that it has missed is an edge, too
        else
            m_listener.childEnded();
        break;
    case Kill:
        m_deadline.reset();
        kill();
        break;
    case Unkillable:
        m_deadline.reset();
        m_listener.childUnkillable();
        break;
    default:
        break;
    }
}

} // namespace Spawn
