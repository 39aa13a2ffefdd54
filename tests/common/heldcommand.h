// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "common/testchild.h"

#include <spawner/command.h>

// Runs until it is told to end, by reply->write("x"), and then exits with the code.
inline Spawn::Command heldCommand(int code)
{
    Spawn::Command command(
        testChild({QStringLiteral("read-then-exit"), QStringLiteral("1"), QString::number(code)}));
    command.setStandardInputMode(Spawn::Command::InputMode::Pipe);
    return command;
}
