// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/commandoutcome.h"
#include "models/runcounts.h"

#include <QtCore/QByteArray>
#include <QtCore/QList>

#include <chrono>

namespace Spawn {

// A row for each outcome in their order, below those that did not end well what they said last.
// Commands are cut so that a row fits into so many columns; 0 is no limit.
QByteArray resultTable(const QList<CommandOutcome> &outcomes, int columns);

// The line below the table.
QByteArray summaryText(const RunCounts &counts, std::chrono::microseconds elapsed);

} // namespace Spawn
