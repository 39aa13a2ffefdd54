// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace Spawn {

// Moments are milliseconds since the epoch, UTC; shown in local time as it is read at `now`.

// "12:04:08.021" today, "Wed 18:29:29.771" within a week, "3 Nov 18:29:29.771" before, with the
// year when it is another one. Empty for 0.
QString momentText(qint64 moment, qint64 now);
QString clockText(qint64 moment); // "12:04:08"
QString shortMomentText(qint64 moment, qint64 now); // as momentText, "12:04"

} // namespace Spawn
