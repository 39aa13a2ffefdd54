// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/descriptor.h"
#include "wire/message.h"

#include <cstdint>
#include <string>
#include <vector>

namespace Spawn {

// What a command has from the application where it does not say otherwise, kept as the differences
// from what it inherits from the helper, so that a child issues only the calls that change
// something. Children read it while they share the helper's memory: constant once made.
struct Context
{
    std::string directory = "/";
    Wire::Descriptor directoryDescriptor; // instead of the path, if there is one
    int directoryError = 0; // the descriptor did not arrive
    mode_t umask = 0;
    int niceLevel = 0;
    bool setsNiceLevel = false;
    std::vector<Wire::ResourceLimit> limits;
    std::vector<const char *> environment{nullptr}; // ends with a null pointer
    std::vector<uint8_t> body; // what environment points into
};

// inherited: the application's limits that the helper has changed for itself.
Context makeContext(Wire::ContextMessage message, Wire::Descriptor directory,
                    const std::vector<Wire::ResourceLimit> &inherited);

} // namespace Spawn
