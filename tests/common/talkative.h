// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "common/testchild.h"

#include <spawner/command.h>

// Writes, reads and exits: every signal a reply has.
inline Spawn::Command talkative()
{
    using namespace Spawn;
    using namespace Qt::StringLiterals;
    Command command(testChildChain(
        {{u"writestd"_s, u"out"_s, u"err"_s}, {u"read-then-exit"_s, u"1"_s}, {u"exit"_s, u"3"_s}}));
    command.setStandardInputMode(Command::InputMode::Pipe);
    command.setStandardOutputMode(Command::OutputMode::Stream);
    command.setStandardErrorMode(Command::OutputMode::Stream);
    return command;
}
