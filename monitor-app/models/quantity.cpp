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

QString countText(quint64 count)
{
    QString text = QString::number(count);
    for (qsizetype at = text.size() - 3; at > 0; at -= 3)
        text.insert(at, QChar(0x2009));
    return text;
}

QString percentText(double share)
{
    return QStringLiteral("%1 %").arg(share * 100, 0, 'f', 1);
}

static QString twoDigits(qint64 number)
{
    return QStringLiteral("%1").arg(number, 2, 10, QChar(u'0'));
}

QString spanText(std::chrono::milliseconds span)
{
    const qint64 ms = std::max<qint64>(0, span.count());
    if (ms < 1000)
        return QStringLiteral("%1 ms").arg(ms);
    if (ms < 59'950)
        return QStringLiteral("%1 s").arg(double(ms) / 1e3, 0, 'f', 1);
    // From here on it is a clock that runs: it shows what has passed, so it cuts.
    const qint64 seconds = std::max<qint64>(60, ms / 1000);
    const qint64 minutes = seconds / 60;
    const qint64 hours = minutes / 60;
    if (hours == 0)
        return QStringLiteral("%1 m %2 s").arg(minutes).arg(twoDigits(seconds % 60));
    if (hours < 24) {
        return QStringLiteral("%1 h %2 m %3 s")
            .arg(QString::number(hours), twoDigits(minutes % 60), twoDigits(seconds % 60));
    }
    return QStringLiteral("%1 d %2 h").arg(hours / 24).arg(twoDigits(hours % 24));
}

QString roughSpanText(std::chrono::milliseconds span)
{
    const qint64 ms = std::max<qint64>(0, span.count());
    if (ms < 59'950)
        return QStringLiteral("%1 s").arg(double(ms) / 1e3, 0, 'f', 1);
    const qint64 minutes = std::max<qint64>(1, ms / 60'000);
    if (minutes < 60)
        return QStringLiteral("%1 m").arg(minutes);
    if (minutes < 24 * 60)
        return QStringLiteral("%1 h").arg(minutes / 60);
    return QStringLiteral("%1 d").arg(minutes / (24 * 60));
}

Quantity splitQuantity(const QString &text)
{
    const qsizetype space = text.lastIndexOf(u' ');
    if (space <= 0)
        return {text, {}};
    const QStringView number = QStringView(text).left(space);
    const bool isNumber = std::all_of(number.begin(), number.end(), [](QChar c) {
        return c.isDigit() || c == u'.' || c == QChar(0x2009);
    });
    const bool isUnit = !text.at(space + 1).isDigit();
    return isNumber && isUnit ? Quantity{text.left(space), text.mid(space + 1)}
                              : Quantity{text, {}};
}

} // namespace Spawn
