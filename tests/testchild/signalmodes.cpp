// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "mode.h"

#include <csignal>
#include <unistd.h>

// What it does with signals. "ready" on stdout says that from now on it does.
namespace TestChild {

static int ignoreTermination(Arguments arguments)
{
    signal(SIGTERM, SIG_IGN);
    writeAll(STDOUT_FILENO, "ready\n");
    sleepFor(number(arguments, 0, LongSleep));
    return 0;
}

static int waitForSignal(Arguments arguments)
{
    const int wanted = signalNumber(text(arguments, 0));
    if (wanted <= 0)
        return UsageError;
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, wanted);
    sigprocmask(SIG_BLOCK, &set, nullptr);
    writeAll(STDOUT_FILENO, "ready\n");
    const timespec longest{LongSleep / 1000, 0};
    if (sigtimedwait(&set, nullptr, &longest) < 0)
        return UsageError;
    writeAll(STDOUT_FILENO, "got " + signalAbbreviation(wanted) + '\n');
    return static_cast<int>(number(arguments, 1, 0));
}

static int stopSelf(Arguments arguments)
{
    writeAll(STDOUT_FILENO, "ready\n");
    raise(SIGSTOP);
    return static_cast<int>(number(arguments, 0, 0));
}

static constexpr Entry table[] = {
    {"ignore-term", ignoreTermination, "[ms]"},
    {"wait-signal", waitForSignal, "<name or number> [code]"},
    {"stop-self", stopSelf, "[code]: until SIGCONT"},
};
const std::span<const Entry> signalModes(table);

} // namespace TestChild
