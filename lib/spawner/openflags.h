// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QIODevice>

namespace Spawn {

// What open() has to be told for a file that a command writes to. As QFile has it: WriteOnly
// implies Truncate unless it is combined with ReadOnly, Append or NewOnly. A file for output is
// always opened for writing, whatever the mode says.
int openFlags(QIODevice::OpenMode mode);

} // namespace Spawn
