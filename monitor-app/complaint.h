// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QString;

namespace Spawn {

// A line on standard error.
void complain(const QString &text);

} // namespace Spawn
