// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "mode.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

// What it leaves behind or keeps around it. The pids of descendants are lines on stdout.
namespace TestChild {

static void tell(pid_t pid)
{
    writeAll(STDOUT_FILENO, std::to_string(pid) + '\n');
}

static int leaveGrandchild(Arguments arguments)
{
    const pid_t pid = fork();
    if (pid < 0)
        return UsageError;
    if (pid == 0) {
        sleepFor(number(arguments, 0, LongSleep));
        _exit(0);
    }
    tell(pid);
    return static_cast<int>(number(arguments, 1, 0));
}

static int tree(Arguments arguments)
{
    const long long count = number(arguments, 0, 2);
    const bool ownGroups = text(arguments, 1) == "own-group";
    const long long duration = number(arguments, ownGroups ? 2 : 1, LongSleep);
    for (long long i = 0; i < count; ++i) {
        const pid_t pid = fork();
        if (pid < 0)
            return UsageError;
        if (pid == 0) {
            sleepFor(duration);
            _exit(0);
        }
        if (ownGroups)
            setpgid(pid, pid); // here, so that it is done when the pid is told
        tell(pid);
    }
    sleepFor(duration);
    while (wait(nullptr) > 0) { }
    return 0;
}

// Holds none of the pipes, and is in another session: nothing that belongs to the command shows it.
static int escape(Arguments arguments)
{
    const pid_t middle = fork();
    if (middle < 0)
        return UsageError;
    if (middle == 0) {
        setsid();
        const pid_t pid = fork();
        if (pid != 0) {
            if (pid > 0)
                tell(pid);
            _exit(pid > 0 ? 0 : UsageError);
        }
        const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
        for (int fd = 0; fd <= 2; ++fd)
            dup2(null, fd);
        sleepFor(number(arguments, 0, LongSleep));
        _exit(0);
    }
    int status = 0;
    waitpid(middle, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : UsageError;
}

static constexpr Entry table[] = {
    {"leave-grandchild", leaveGrandchild, "<ms> [code]: it holds the streams"},
    {"tree", tree, "<count> [own-group] [ms]"},
    {"escape", escape, "<ms>"},
};
const std::span<const Entry> descendants(table);

} // namespace TestChild
