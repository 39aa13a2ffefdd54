// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/commandgroup.h"

namespace Spawn {

CommandGroup groupOf(const CommandSnapshot &command)
{
    switch (command.state) {
    case CommandReply::State::Queued:
        return CommandGroup::Waiting;
    case CommandReply::State::Starting:
    case CommandReply::State::Running:
        return CommandGroup::Running;
    case CommandReply::State::Finished:
        break;
    }
    switch (command.error) {
    case CommandResult::Error::NoError:
        return CommandGroup::Succeeded;
    case CommandResult::Error::Cancelled:
    case CommandResult::Error::Destroyed:
        return CommandGroup::Ended;
    default:
        return CommandGroup::Failed;
    }
}

} // namespace Spawn
