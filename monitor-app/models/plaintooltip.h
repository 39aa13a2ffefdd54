// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace Spawn {

// Wrapped, and what others wrote taken as it is.
QString plainToolTip(const QString &text);

} // namespace Spawn
