// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArrayView>

// The standard streams by their descriptors, without a buffer in between.
namespace Spawn {

// All of it, also where the descriptor is non-blocking. 0 or an errno.
int writeFully(int fd, QByteArrayView bytes);

int terminalWidth(int fd); // columns; 0: it is no terminal

} // namespace Spawn
