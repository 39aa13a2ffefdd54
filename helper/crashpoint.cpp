// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "crashpoint.h"

#include "rawcall.h"

#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <sys/auxv.h>
#include <unistd.h>

// A helper has no arguments and no environment, so the plan lies beside the link by which it was
// started: "<link>.plan", "<point> <pass> <action>". It is for one helper, which removes it.
//
// Passed also in a child, on its small stack: raw system calls only.
namespace Spawn {

static int plannedPoint = 0;
static int plannedPass = 0; // the first is 1
static char plannedAction = 0;
static long helperPid = 0;

void readCrashPlan()
{
    helperPid = getpid();
    char path[4096];
    snprintf(path, sizeof path, "%s.plan", reinterpret_cast<const char *>(getauxval(AT_EXECFN)));
    char text[64] = {};
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || read(fd, text, sizeof text - 1) <= 0)
        return;
    close(fd);
    unlink(path);
    if (sscanf(text, "%d %d %c", &plannedPoint, &plannedPass, &plannedAction) != 3)
        plannedPoint = 0;
}

static void signalProcess(long pid, int number)
{
    rawCall(SYS_kill, pid, number);
}

void passCrashPoint(CrashPoint point)
{
    if (static_cast<int>(point) != plannedPoint)
        return;
    // Children run at the same time as the helper and each other.
    const int passesLeft = __atomic_sub_fetch(&plannedPass, 1, __ATOMIC_ACQ_REL);
    if (passesLeft > 0 || (passesLeft < 0 && plannedAction != 'C'))
        return;
    switch (plannedAction) {
    case 'k': // kills the helper; a child goes on
        signalProcess(helperPid, SIGKILL);
        break;
    case 'K': // kills the helper, and the child that is here
        signalProcess(helperPid, SIGKILL);
        signalProcess(rawCall(SYS_getpid), SIGKILL);
        break;
    case 'c': // kills the child
    case 'C': // and each after it
        signalProcess(rawCall(SYS_getpid), SIGKILL);
        break;
    case 's': // stops the helper
        signalProcess(helperPid, SIGSTOP);
        break;
    case 'a': { // kills the application, and goes on when it is dead
        const long application = rawCall(SYS_getppid);
        signalProcess(application, SIGKILL);
        while (rawCall(SYS_getppid) == application)
            rawCall(SYS_sched_yield);
        break;
    }
    default:
        break;
    }
}

} // namespace Spawn
