// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "mode.h"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

// How it ends, and what it closes before.
namespace TestChild {

static int exitWith(Arguments arguments)
{
    _exit(static_cast<int>(number(arguments, 0, 0)));
}

static int dieOf(Arguments arguments)
{
    const int signal = signalNumber(text(arguments, 0));
    if (signal <= 0)
        return UsageError;
    writeAll(STDOUT_FILENO, text(arguments, 1));
    ::signal(signal, SIG_DFL);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal);
    sigprocmask(SIG_UNBLOCK, &set, nullptr);
    kill(getpid(), signal);
    return UsageError; // one that does not kill
}

static int callAbort(Arguments)
{
    abort();
}

static int touchNothing(Arguments)
{
    *static_cast<volatile int *>(nullptr) = 1; // NOLINT: the point of it
    return UsageError;
}

static int sleepAndExit(Arguments arguments)
{
    sleepFor(number(arguments, 0, 0));
    return static_cast<int>(number(arguments, 1, 0));
}

static int closeOutputs(Arguments arguments)
{
    close(STDOUT_FILENO);
    close(STDERR_FILENO);
    return sleepAndExit(arguments);
}

static int closeInput(Arguments arguments)
{
    close(STDIN_FILENO);
    return sleepAndExit(arguments);
}

// One write, whole, whoever else appends at the same moment.
static bool appendTo(const char *fileName, std::string_view text)
{
    const int fd = open(fileName, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (fd < 0)
        return false;
    writeAll(fd, text);
    close(fd);
    return true;
}

// The mark of a run: one byte.
static int appendMark(Arguments arguments)
{
    if (arguments.empty() || !appendTo(arguments[0], "+"))
        return UsageError;
    return arguments.size() > 1 ? runMode(arguments.subspan(1)) : 0;
}

// The mark of a run among those of others: a line.
static int appendLine(Arguments arguments)
{
    if (arguments.size() < 2 || !appendTo(arguments[0], std::string(arguments[1]) + '\n'))
        return UsageError;
    return arguments.size() > 2 ? runMode(arguments.subspan(2)) : 0;
}

static constexpr Entry table[] = {
    {"exit", exitWith, "<code>"},
    {"signal", dieOf, "<name or number> [text for stdout before]"},
    {"abort", callAbort, ""},
    {"segv", touchNothing, ""},
    {"sleep", sleepAndExit, "<ms> [code]"},
    {"close-outputs-then-sleep", closeOutputs, "<ms> [code]"},
    {"close-stdin-sleep", closeInput, "<ms> [code]"},
    {"append", appendMark, "<file> [<mode> …]"},
    {"append-line", appendLine, "<file> <text> [<mode> …]"},
};
const std::span<const Entry> endings(table);

} // namespace TestChild
