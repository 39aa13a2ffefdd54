// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "log.h"

#include <algorithm>
#include <cstring>
#include <unistd.h>

namespace Spawn {

void complain(std::initializer_list<std::string_view> parts)
{
    // One write of less than PIPE_BUF: a line is never torn.
    char line[512];
    size_t size = 0;
    for (const std::string_view part : parts) {
        const size_t fits = std::min(part.size(), sizeof line - 1 - size);
        memcpy(line + size, part.data(), fits);
        size += fits;
    }
    line[size++] = '\n';
    [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, line, size);
}

} // namespace Spawn
