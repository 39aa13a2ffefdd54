// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "duration.h"

#include <QtCore/QString>

namespace Spawn {

static std::optional<std::chrono::milliseconds> unitNamed(QStringView name)
{
    using namespace std::chrono_literals;
    if (name == QLatin1String("ms"))
        return 1ms;
    if (name.isEmpty() || name == QLatin1String("s"))
        return 1s;
    if (name == QLatin1String("m"))
        return 1min;
    if (name == QLatin1String("h"))
        return 1h;
    return std::nullopt;
}

std::optional<std::chrono::milliseconds> parseDuration(QStringView text)
{
    qsizetype digits = 0;
    while (digits < text.size() && text[digits] >= u'0' && text[digits] <= u'9')
        ++digits;
    // Nine digits of hours are far from an overflow of 64 bits of milliseconds.
    if (digits == 0 || digits > 9)
        return std::nullopt;
    const std::optional<std::chrono::milliseconds> unit = unitNamed(text.mid(digits));
    if (!unit)
        return std::nullopt;
    const std::chrono::milliseconds duration = *unit * text.left(digits).toLongLong();
    if (duration > std::chrono::hours(24 * 365))
        return std::nullopt;
    return duration;
}

} // namespace Spawn
