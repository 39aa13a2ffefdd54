// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGui/QIcon>

namespace Spawn {

// As the desktop entry, the icon and the metainfo are called.
QString appId();

// The installed icon, or the same painted where it is not installed.
QIcon appIcon();

} // namespace Spawn
