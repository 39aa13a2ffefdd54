// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <spawner/commandresult.h>

#include <QtCore/QString>

namespace Spawn {

QString stateText(CommandResult::Error error); // "ok", "failed", "timed out": one or two words
QString signalText(int signalNumber); // "SIGTERM"
// What there is to say beside the state: exit code, signal, or the text of the errno.
QString exitText(const CommandResult &result);

} // namespace Spawn
