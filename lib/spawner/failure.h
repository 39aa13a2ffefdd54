// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "spawner/commandresult.h"

#include <QtCore/QString>

namespace Spawn {

class CommandSpec;

// The words for a command that never ran.

// CommandResult::culprit, as the sentence names it: "\"no-such\"", "the directory \"/x\"". The
// detail is the ledger's (Wire::LedgerDetail). Of a secret command it tells nothing.
QString culpritOf(const CommandSpec &spec, CommandResult::Stage stage, quint32 detail = 0);

// The whole sentence: what could not be done, with what, and the system's reason. The text of a
// validation is a sentence already. At Stage::Queue ETIMEDOUT means that it waited too long,
// anything else that too many waited.
QString describeFailure(CommandResult::Stage stage, int systemError, const QString &culprit);

QString streamName(int number); // "standard output"; 0 to 2
QString descriptorName(int number); // "descriptor 7"
QString resourceName(int resource); // "RLIMIT_NOFILE"

} // namespace Spawn
