// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <string_view>

namespace Spawn {

// Writes one line to standard error, which the application logs. Never blocks: a line that finds
// the pipe full is lost.
void complain(std::initializer_list<std::string_view> parts);

} // namespace Spawn
