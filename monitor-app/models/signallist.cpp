// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/signallist.h"

#include "models/outcometext.h"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <iterator>

namespace Spawn {

static SignalChoice choiceOf(int number)
{
    const char *const description = sigdescr_np(number);
    return {number, signalText(number), QString::fromLatin1(description ? description : "")};
}

QList<SignalChoice> signalChoices()
{
    constexpr int common[]
        = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGKILL, SIGSTOP, SIGCONT, SIGUSR1, SIGUSR2};
    constexpr int lastPlain = 31;
    QList<SignalChoice> choices;
    for (const int number : common)
        choices += choiceOf(number);
    choices += SignalChoice();
    for (int number = 1; number <= lastPlain; ++number) {
        if (std::find(std::begin(common), std::end(common), number) == std::end(common))
            choices += choiceOf(number);
    }
    choices += SignalChoice();
    for (int number = SIGRTMIN; number <= SIGRTMAX; ++number)
        choices += choiceOf(number);
    return choices;
}

} // namespace Spawn
