// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "startup.h"

#include "log.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <linux/close_range.h>
#include <sched.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace Spawn {

using namespace Wire;

static bool isSocket(int fd, int type)
{
    int value = 0;
    socklen_t size = sizeof value;
    if (getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &value, &size) != 0 || value != AF_UNIX)
        return false;
    size = sizeof value;
    return getsockopt(fd, SOL_SOCKET, SO_TYPE, &value, &size) == 0 && value == type;
}

static bool isPeerOurUser()
{
    ucred peer{};
    socklen_t size = sizeof peer;
    return getsockopt(ControlDescriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0
        && peer.uid == geteuid();
}

static bool isLedger(int fd)
{
    struct stat status
    {
    };
    const int seals = fcntl(fd, F_GET_SEALS);
    constexpr int Needed = F_SEAL_SHRINK | F_SEAL_GROW;
    return fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size == LedgerSize
        && seals >= 0 && (seals & Needed) == Needed;
}

bool isStartedByEngine()
{
    // AT_SECURE: set-id, or capabilities on the file. It would lend them to whoever starts it.
    return getuid() == geteuid() && getgid() == getegid() && getauxval(AT_SECURE) == 0
        && isSocket(ControlDescriptor, SOCK_STREAM) && isSocket(LaneDescriptor, SOCK_SEQPACKET)
        && isLedger(LedgerDescriptor) && isPeerOurUser();
}

void introduce()
{
    complain({"asyncspawner-helper " ASYNCSPAWNER_BUILD_ID " was started by hand, and has nothing "
              "to do. It starts the commands of an application, and is itself started by the "
              "AsyncSpawner library within that application."});
}

static int openNullDevice(int fd)
{
    if (fcntl(fd, F_GETFD) >= 0)
        return 0;
    const int opened = open("/dev/null", O_RDWR);
    if (opened < 0)
        return -errno;
    if (opened != fd) {
        dup2(opened, fd);
        close(opened);
    }
    return 0;
}

int claimDescriptors()
{
    for (int fd = 0; fd <= 2; ++fd) {
        if (const int error = openNullDevice(fd); error < 0)
            return error;
    }
    // Logging never blocks. Only a pipe is ours alone: a terminal's flag would be everybody's.
    struct stat status
    {
    };
    if (fstat(STDERR_FILENO, &status) == 0 && S_ISFIFO(status.st_mode))
        fcntl(STDERR_FILENO, F_SETFL, fcntl(STDERR_FILENO, F_GETFL) | O_NONBLOCK);
    for (const int fd : {ControlDescriptor, LaneDescriptor, LedgerDescriptor}) {
        if (fcntl(fd, F_SETFD, FD_CLOEXEC) != 0)
            return -errno;
    }
    return syscall(SYS_close_range, LedgerDescriptor + 1, ~0U, 0) == 0 ? 0 : -errno;
}

int leaveSession()
{
    // Out of reach of the terminal's signals. Already its leader if the engine has seen to it.
    if (setsid() < 0 && errno != EPERM)
        return -errno;
    // The directory of the start is not kept from being unmounted.
    if (chdir("/") != 0)
        return -errno;
    // The I/O thread that started us is SCHED_BATCH. Commands are not.
    const sched_param parameter{};
    if (sched_getscheduler(0) == SCHED_BATCH)
        sched_setscheduler(0, SCHED_OTHER, &parameter);
    prctl(PR_SET_NAME, "spawn-helper");
    return 0;
}

int adjustLimits(std::vector<ResourceLimit> &changed)
{
    rlimit files{};
    rlimit core{};
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || getrlimit(RLIMIT_CORE, &core) != 0)
        return -errno;
    changed = {{RLIMIT_NOFILE, files.rlim_cur, files.rlim_max},
               {RLIMIT_CORE, core.rlim_cur, core.rlim_max}};
    files.rlim_cur = files.rlim_max;
    core.rlim_cur = 0; // our memory holds the environments of commands
    if (setrlimit(RLIMIT_NOFILE, &files) != 0 || setrlimit(RLIMIT_CORE, &core) != 0)
        return -errno;
    return 0;
}

static void ignoreSignal(int) { }

int resetSignals()
{
    // The C library keeps two of the signals to itself, so it is not asked.
    const uint64_t byDefault[4] = {};
    for (int number = 1; number <= 64; ++number) {
        if (number != SIGKILL && number != SIGSTOP)
            syscall(SYS_rt_sigaction, number, byDefault, nullptr, sizeof(uint64_t));
    }
    // A handler and not SIG_IGN: children inherit the one as the default action, the other as it
    // is. Only the end of the application ends the helper.
    struct sigaction action
    {
    };
    action.sa_handler = ignoreSignal;
    action.sa_flags = SA_RESTART;
    for (const int number :
         {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGPIPE, SIGALRM, SIGVTALRM, SIGPROF,
          SIGIO, SIGPWR, SIGSTKFLT, SIGXCPU, SIGXFSZ, SIGTSTP, SIGTTIN, SIGTTOU}) {
        if (sigaction(number, &action, nullptr) != 0)
            return -errno;
    }
    const uint64_t none = 0;
    return syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, nullptr, sizeof none) == 0 ? 0 : -errno;
}

int mapLedger(LedgerSlot *&ledger)
{
    void *const memory
        = mmap(nullptr, LedgerSize, PROT_READ | PROT_WRITE, MAP_SHARED, LedgerDescriptor, 0);
    if (memory == MAP_FAILED)
        return -errno;
    ledger = static_cast<LedgerSlot *>(memory);
    return 0;
}

} // namespace Spawn
