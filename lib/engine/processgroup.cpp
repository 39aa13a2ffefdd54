// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/processgroup.h"

#include <cerrno>
#include <csignal>
#include <sys/syscall.h>
#include <unistd.h>

namespace Spawn {

static constexpr unsigned SignalProcessGroup = 1U << 2; // PIDFD_SIGNAL_PROCESS_GROUP, Linux 6.9

static int pidfdSendSignal(int pidfd, int signalNumber, unsigned flags)
{
    return syscall(SYS_pidfd_send_signal, pidfd, signalNumber, nullptr, flags) == 0 ? 0 : -errno;
}

int signalProcess(int pidfd, int signalNumber)
{
    return pidfdSendSignal(pidfd, signalNumber, 0);
}

int signalGroup(int pidfd, pid_t pid, int signalNumber)
{
    if (pid <= 1 || pid == getpgrp())
        return -EINVAL;
    int result = pidfdSendSignal(pidfd, signalNumber, SignalProcessGroup);
    if (result == -EINVAL) {
        // An older kernel. A reaper in the host may have taken the zombie and freed the number, so
        // ask the descriptor first; between this and the kill only our own thread could reap it.
        result = pidfdSendSignal(pidfd, 0, 0);
        if (result == 0)
            result = kill(-pid, signalNumber) == 0 ? 0 : -errno;
    }
    // No such group: it has not come as far as setpgid(). Alone it is, then.
    return result == -ESRCH ? signalProcess(pidfd, signalNumber) : result;
}

} // namespace Spawn
