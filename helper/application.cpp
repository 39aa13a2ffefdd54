// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "application.h"

#include "wire/protocol.h"

#include <cerrno>
#include <csignal>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace Spawn {

using namespace Wire;

static constexpr int StarterSignal = SIGPWR;
static volatile sig_atomic_t starterEnded = 0;

int Application::find()
{
    struct sigaction action
    {
    };
    action.sa_handler = [](int) {
        starterEnded = 1;
    };
    action.sa_flags = SA_RESTART;
    if (sigaction(StarterSignal, &action, nullptr) != 0
        || prctl(PR_SET_PDEATHSIG, StarterSignal) != 0)
        return -errno;
    ucred peer{};
    socklen_t size = sizeof peer;
    if (getsockopt(ControlDescriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return -errno;
    pid = getppid();
    if (pid != peer.pid)
        return -ESRCH;
    const auto fd = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
    if (fd < 0)
        return -errno;
    pidfd.reset(fd);
    // Still our parent: then it is the one that the descriptor stands for, and not a later owner
    // of the number.
    return getppid() == pid ? 0 : -ESRCH;
}

bool Application::diesSoon() const
{
    pollfd poller{pidfd.get(), POLLIN, 0};
    int result = -1;
    do {
        result = poll(&poller, 1, 1000);
    } while (result < 0 && errno == EINTR);
    return result > 0;
}

bool Application::isReplaced()
{
    return starterEnded != 0;
}

// The one place that signals. Numbers that mean more than one command never pass.
static void killGroup(pid_t pid)
{
    if (pid > 1 && pid != getpid() && pid != getpgrp())
        kill(-pid, SIGKILL);
}

static bool isToBeKilled(const LedgerSlot *slot, bool detached)
{
    const LedgerState state = stateOf(slot);
    const pid_t pid = pidOf(slot);
    if (pid <= 1 || detached || __atomic_load_n(&slot->reaped, __ATOMIC_ACQUIRE) != 0
        || (state != LedgerState::Executing && state != LedgerState::Prepared))
        return false;
    // Only a detached command leads a session: one of an earlier helper's.
    return getsid(pid) != pid;
}

void killCommands(const LedgerSlot *ledger, const DetachedSlots &detached)
{
    // More than once: a child that was just cloned gets its group while we are looking.
    for (int round = 0; round < 3; ++round) {
        for (size_t i = 0; i < LedgerSlots; ++i) {
            if (isToBeKilled(&ledger[i], detached.test(i)))
                killGroup(pidOf(&ledger[i]));
        }
        poll(nullptr, 0, 5);
    }
}

} // namespace Spawn
