// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "mode.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <fstream>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

// What it was given.
namespace TestChild {

static std::string hex(std::string_view bytes)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string result;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        result += digits[byte >> 4];
        result += digits[byte & 15];
    }
    return result;
}

// The kernel's copy: main() has only what follows the mode.
static int reportArguments(Arguments)
{
    std::ifstream file("/proc/self/cmdline", std::ios::binary);
    std::string argument;
    std::string lines;
    while (std::getline(file, argument, '\0'))
        lines += hex(argument) + '\n';
    writeAll(STDOUT_FILENO, lines);
    return 0;
}

static int reportEnvironment(Arguments)
{
    std::string lines;
    for (char **variable = environ; *variable != nullptr; ++variable)
        lines += hex(*variable) + '\n';
    writeAll(STDOUT_FILENO, lines);
    return 0;
}

static int reportDirectory(Arguments)
{
    char *const directory = getcwd(nullptr, 0);
    if (directory == nullptr)
        return UsageError;
    writeAll(STDOUT_FILENO, directory);
    free(directory);
    return 0;
}

static int reportDescriptors(Arguments)
{
    DIR *const folder = opendir("/proc/self/fd");
    if (folder == nullptr)
        return UsageError;
    std::vector<int> fds;
    while (const dirent *const entry = readdir(folder)) {
        if (entry->d_name[0] != '.' && atoi(entry->d_name) != dirfd(folder))
            fds.push_back(atoi(entry->d_name));
    }
    closedir(folder);
    std::sort(fds.begin(), fds.end());
    std::string lines;
    for (const int fd : fds) {
        char target[4096];
        const std::string link = "/proc/self/fd/" + std::to_string(fd);
        const ssize_t size = readlink(link.c_str(), target, sizeof target);
        lines += std::to_string(fd) + ' ' + std::string(target, size > 0 ? size : 0) + '\n';
    }
    writeAll(STDOUT_FILENO, lines);
    return 0;
}

static void add(std::string &lines, std::string_view key, std::string_view value)
{
    lines.append(key).append("=").append(value).append("\n");
}

// From the kernel, because sigaction() does not show the signals that the C library keeps.
static std::string signalsOf(std::string_view field)
{
    std::ifstream file("/proc/self/status");
    std::string line;
    while (std::getline(file, line)) {
        if (!line.starts_with(field))
            continue;
        const unsigned long long bits = strtoull(line.c_str() + field.size(), nullptr, 16);
        std::string numbers;
        for (int i = 0; i < 64; ++i) {
            if ((bits >> i & 1) != 0)
                numbers += (numbers.empty() ? "" : ",") + std::to_string(i + 1);
        }
        return numbers;
    }
    return "?";
}

static std::string limitText(rlim_t value)
{
    return value == RLIM_INFINITY ? "unlimited" : std::to_string(value);
}

static int reportState(Arguments)
{
    std::string lines;
    add(lines, "pid", std::to_string(getpid()));
    add(lines, "ppid", std::to_string(getppid()));
    add(lines, "pgid", std::to_string(getpgid(0)));
    add(lines, "sid", std::to_string(getsid(0)));
    const mode_t mask = umask(0);
    umask(mask);
    char octal[8];
    snprintf(octal, sizeof octal, "%03o", static_cast<unsigned>(mask));
    add(lines, "umask", octal);
    add(lines, "nice", std::to_string(getpriority(PRIO_PROCESS, 0)));
    for (int resource = 0; resource < RLIM_NLIMITS; ++resource) {
        rlimit limit{};
        getrlimit(static_cast<__rlimit_resource_t>(resource), &limit);
        add(lines, "limit" + std::to_string(resource),
            limitText(limit.rlim_cur) + ':' + limitText(limit.rlim_max));
    }
    add(lines, "blocked", signalsOf("SigBlk:"));
    add(lines, "ignored", signalsOf("SigIgn:"));
    int deathSignal = 0;
    prctl(PR_GET_PDEATHSIG, &deathSignal);
    add(lines, "pdeathsig", std::to_string(deathSignal));
    const int terminal = open("/dev/tty", O_RDONLY | O_CLOEXEC);
    add(lines, "tty", terminal >= 0 ? "yes" : "no");
    if (terminal >= 0)
        close(terminal);
    std::ifstream adjustment("/proc/self/oom_score_adj");
    std::string oom;
    std::getline(adjustment, oom);
    add(lines, "oom", oom);
    writeAll(STDOUT_FILENO, lines);
    return 0;
}

static constexpr Entry table[] = {
    {"args", reportArguments, "…: argv in hex, an argument a line"},
    {"env", reportEnvironment, "the environment in hex, a variable a line"},
    {"cwd", reportDirectory, ""},
    {"fds", reportDescriptors, "\"<fd> <target>\", a descriptor a line"},
    {"state", reportState, "\"<key>=<value>\" lines"},
};
const std::span<const Entry> report(table);

} // namespace TestChild
