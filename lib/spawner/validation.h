// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "spawner/commandresult.h"

#include <QtCore/QString>

#include <optional>

namespace Spawn {

class CommandSpec;

// Why a command is not even queued.
struct Refusal
{
    CommandResult::Stage stage = CommandResult::Stage::Validation;
    int systemError = 0;
    QString text; // the culprit of the result. Names positions and numbers, never contents
};

// Finds the first fault that is visible without asking the system: aspawn() calls it.
std::optional<Refusal> validate(const CommandSpec &spec);

} // namespace Spawn
