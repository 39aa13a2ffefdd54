// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/exitstatus.h"

#include <cerrno>
#include <cstdint>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace Spawn {

// struct pidfd_info and its ioctl, as of Linux 6.15: newer than the headers of distributions.
struct PidfdStatus
{
    uint64_t mask = 0;
    uint64_t cgroupId = 0;
    uint32_t ids[11] = {};
    int32_t exitCode = 0;
};
static_assert(sizeof(PidfdStatus) == 64);
static constexpr uint64_t PidfdStatusExit = 1U << 3; // PIDFD_INFO_EXIT

static bool ask(int pidfd, PidfdStatus &status)
{
    status.mask = PidfdStatusExit;
    return ioctl(pidfd, _IOWR(0xFF, 11, PidfdStatus), &status) == 0;
}

static void setFromWaitStatus(ExitStatus &status, int waitStatus)
{
    status.known = true;
    if (WIFEXITED(waitStatus)) {
        status.exitCode = WEXITSTATUS(waitStatus);
    } else {
        status.signalNumber = WTERMSIG(waitStatus);
        status.coreDumped = WCOREDUMP(waitStatus);
    }
}

bool hasEnded(int pidfd)
{
    pollfd entry{pidfd, POLLIN, 0};
    return ::poll(&entry, 1, 0) > 0;
}

bool reap(int pidfd, ExitStatus &status)
{
    siginfo_t ended{};
    // The raw call has a fifth argument, which the library's wrapper leaves out.
    const long result
        = syscall(SYS_waitid, P_PIDFD, pidfd, &ended, WEXITED | WNOHANG, &status.usage);
    if (result == 0) {
        if (ended.si_pid == 0)
            return false;
        status.known = true;
        if (ended.si_code == CLD_EXITED) {
            status.exitCode = ended.si_status;
        } else {
            status.signalNumber = ended.si_status;
            status.coreDumped = ended.si_code == CLD_DUMPED;
        }
        return true;
    }
    if (!hasEnded(pidfd))
        return false;
    PidfdStatus kept;
    // The kernel looks for the status first and for the process then: when both have changed between
    // the two it finds neither, and the status the next time.
    if (ask(pidfd, kept) || (errno == ESRCH && ask(pidfd, kept))) {
        // It has ended for everybody, and the kernel is on its way to keep how: ask again.
        if ((kept.mask & PidfdStatusExit) == 0)
            return false;
        setFromWaitStatus(status, kept.exitCode);
    }
    return true;
}

} // namespace Spawn
