// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <spawner/commandresult.h>

#include <QtCore/QString>

namespace Spawn {

QString stateText(CommandResult::Error error); // "ok", "failed", "timed out": one or two words
// As a line of a card: "Succeeded", "Exit code not 0", "Ended by a signal".
QString outcomeLabel(CommandResult::Error error);
QString stageText(CommandResult::Stage stage); // "exec", "working directory"
QString errnoText(int systemError); // "ENOENT"
QString signalText(int signalNumber); // "SIGTERM"
// What there is to say beside the state: exit code, signal, or the text of the errno.
QString exitText(const CommandResult &result);

} // namespace Spawn
