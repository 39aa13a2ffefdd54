// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/facts.h"

#include <monitoring/spawnersnapshot.h>

namespace Spawn {

// What is known of a command, in the order in which it happened; what is unknown is left out.
QList<Facts::Fact> commandFacts(const CommandSnapshot &command, qint64 now);

} // namespace Spawn
