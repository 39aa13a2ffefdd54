// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "complaint.h"

#include "models/terminaltext.h"
#include "terminal.h"

#include <unistd.h>

namespace Spawn {

void complain(const QString &text)
{
    writeFully(STDERR_FILENO, "spawn-monitor: " + printableText(text.toUtf8()).toUtf8() + '\n');
}

} // namespace Spawn
