// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/descriptor.h"

#include <cstdint>
#include <string>

namespace Spawn {

// The control group in which each command has one of its own. The engine makes and removes them; we
// put children there and, when the application is dead, end all of it.
class ControlGroup final
{
public:
    void open(const char *path); // an error is told to each command that was to go there
    [[nodiscard]] int openOne(uint64_t id, Wire::Descriptor &out) const; // 0 or a negative errno
    void end() const;

private:
    bool removeAll() const;

    std::string m_path;
    Wire::Descriptor m_directory;
};

} // namespace Spawn
