// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/quantity.h"

#include <algorithm>
#include <iterator>

namespace Spawn {

QString durationText(std::chrono::microseconds duration)
{
    const qint64 us = std::max<qint64>(0, duration.count());
    // The bounds are where rounding would show a unit full: 1000.0 ms, 60.00 s.
    if (us < 9'995)
        return QStringLiteral("%1 ms").arg(double(us) / 1e3, 0, 'f', 2);
    if (us < 999'950)
        return QStringLiteral("%1 ms").arg(double(us) / 1e3, 0, 'f', 1);
    if (us < 59'995'000)
        return QStringLiteral("%1 s").arg(double(us) / 1e6, 0, 'f', 2);

    const qint64 seconds = (us + 500'000) / 1'000'000;
    if (seconds < 3600) {
        return QStringLiteral("%1 m %2 s").arg(seconds / 60).arg(seconds % 60, 2, 10, QChar(u'0'));
    }
    const qint64 minutes = (seconds + 30) / 60;
    return QStringLiteral("%1 h %2 m").arg(minutes / 60).arg(minutes % 60, 2, 10, QChar(u'0'));
}

QString byteCountText(qint64 bytes)
{
    if (bytes < 1024)
        return QStringLiteral("%1 B").arg(std::max<qint64>(0, bytes));
    static const char *const units[] = {"KiB", "MiB", "GiB", "TiB"};
    double value = double(bytes) / 1024;
    size_t unit = 0;
    while (value >= 1023.95 && unit + 1 < std::size(units)) {
        value /= 1024;
        ++unit;
    }
    return QStringLiteral("%1 %2").arg(value, 0, 'f', 1).arg(QLatin1String(units[unit]));
}

} // namespace Spawn
