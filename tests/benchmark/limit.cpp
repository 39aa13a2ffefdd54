// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "limit.h"

#include "clock.h"

#include <atomic>
#include <cerrno>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace Spawn::Benchmark {

// In a frame of its own: the child runs on it until it has executed.
[[gnu::noinline]] static pid_t spawn(const char *program, char *const *argv)
{
    const pid_t pid = vfork();
    if (pid == 0) {
        execve(program, argv, environ);
        _exit(127);
    }
    return pid;
}

static bool runOnce(const char *program, char *const *argv)
{
    const pid_t pid = spawn(program, argv);
    if (pid < 0)
        return false;
    int status = 0;
    while (waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR)
            return false;
    }
    return status == 0;
}

double limitOfCommands(const QByteArray &program, int threads, double seconds)
{
    std::atomic<int> done = 0;
    std::atomic<bool> failed = false;
    const double begin = now();
    const double end = begin + seconds * 1e6;
    const auto loop = [&] {
        QByteArray name = program;
        char *const argv[] = {name.data(), nullptr};
        while (now() < end && !failed) {
            if (runOnce(name.constData(), argv))
                ++done;
            else
                failed = true;
        }
    };
    std::vector<std::thread> all;
    for (int i = 0; i < threads; ++i)
        all.emplace_back(loop);
    for (std::thread &thread : all)
        thread.join();
    return failed ? 0 : done / (now() - begin) * 1e6;
}

} // namespace Spawn::Benchmark
