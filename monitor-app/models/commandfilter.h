// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/commandgroup.h"
#include "models/commandquery.h"

#include <optional>

namespace Spawn {

// Which commands are shown: those of a chip that a query finds.
struct CommandFilter
{
    std::optional<CommandGroup> group; // none: all
    CommandQuery query;

    bool isEmpty() const { return !group && query.isEmpty(); }
    bool accepts(const CommandSnapshot &command) const
    {
        return (!group || groupOf(command) == *group) && query.matches(command);
    }
};

} // namespace Spawn
