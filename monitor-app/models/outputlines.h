// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QStringList>

namespace Spawn {

// What a command wrote, line by line, made fit to be shown: without the sequences that move the
// cursor or set colours, of what a line was overwritten with only the last, everything else that
// is not printable escaped.
QStringList outputLines(const QByteArray &output);

} // namespace Spawn
