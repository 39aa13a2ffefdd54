// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "commandfile.h"

#include <QtCore/QList>
#include <QtCore/QString>

#include <optional>

// What a run does in a terminal and with a window: before its event loop and after it. What is
// wrong is told on standard error.
namespace Spawn {

struct RunArguments;
class Runner;
class RunReport;

// Nothing: there is something to run.
std::optional<int> statusWithoutRun(const RunArguments &parsed);

// Of the standard input, if the name is empty. Nothing if it is not read, or is wrong.
std::optional<QList<CommandLine>> readCommands(const QString &fileName);

// Writes the rest of the report, and returns the exit status.
int concludeRun(const Runner &runner, RunReport &report);

} // namespace Spawn
