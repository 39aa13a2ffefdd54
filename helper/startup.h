// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/ledger.h"
#include "wire/message.h"

#include <vector>

// The steps of the helper's start, in the order in which main() takes them.
namespace Spawn {

// Whether the descriptors are those that an engine of the same user passes. Changes nothing.
bool isStartedByEngine();
// Says what this program is, to a person who has started it.
void introduce();

// Each returns 0 or a negative errno.
[[nodiscard]] int claimDescriptors();
[[nodiscard]] int leaveSession();
// changed: the application's limits that the helper has changed for itself.
[[nodiscard]] int adjustLimits(std::vector<Wire::ResourceLimit> &changed);
[[nodiscard]] int resetSignals();
[[nodiscard]] int mapLedger(Wire::LedgerSlot *&ledger);

} // namespace Spawn
