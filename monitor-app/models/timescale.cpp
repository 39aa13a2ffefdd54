// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timescale.h"

#include <QtCore/QDateTime>
#include <QtCore/QLocale>

#include <algorithm>

namespace Spawn {

static constexpr double Shortest = 50; // ms, of all that is seen
static constexpr double Longest = 30.0 * 24 * 3600 * 1000;

TimeScale TimeScale::zoomed(double times, double x) const
{
    const double length = std::clamp(double(range.length()) / times, Shortest, Longest);
    const double share = x / width;
    const double fixed = double(range.from) + double(range.length()) * share;
    TimeScale scale = *this;
    scale.range.from = qRound64(fixed - length * share);
    scale.range.to = scale.range.from + qint64(length);
    return scale;
}

TimeScale TimeScale::moved(double pixels) const
{
    const qint64 by = qRound64(pixels * perPixel());
    TimeScale scale = *this;
    scale.range.from += by;
    scale.range.to += by;
    return scale;
}

static constexpr qint64 Second = 1000;
static constexpr qint64 Minute = 60 * Second;
static constexpr qint64 Hour = 60 * Minute;
static constexpr qint64 Day = 24 * Hour;
static constexpr qint64 Steps[] = {
    5,          10,         20,          50,          100,         200,         500,
    Second,     2 * Second, 5 * Second,  10 * Second, 15 * Second, 30 * Second, Minute,
    2 * Minute, 5 * Minute, 10 * Minute, 15 * Minute, 30 * Minute, Hour,        2 * Hour,
    3 * Hour,   6 * Hour,   12 * Hour,   Day,         2 * Day,     7 * Day,
};

static QString tickText(const QDateTime &time, qint64 step)
{
    if (step < Second)
        return time.toString(QStringLiteral("HH:mm:ss.zzz"));
    if (step < Minute)
        return time.toString(QStringLiteral("HH:mm:ss"));
    // A day is named where it begins.
    if (time.time() == QTime(0, 0))
        return QLocale::c().toString(time, QStringLiteral("ddd d MMM"));
    return time.toString(QStringLiteral("HH:mm"));
}

QList<TimeTick> timeTicks(const TimeScale &scale, int leastPixels)
{
    QList<TimeTick> ticks;
    const double least = scale.perPixel() * leastPixels;
    const qint64 step = *std::find_if(std::begin(Steps), std::end(Steps) - 1,
                                      [least](qint64 length) { return double(length) >= least; });
    const qint64 offset = QDateTime::fromMSecsSinceEpoch(scale.range.from).offsetFromUtc() * Second;
    const qint64 local = scale.range.from + offset;
    const qint64 beyond = ((local % step) + step) % step;
    for (qint64 at = scale.range.from - beyond; at < scale.range.to; at += step) {
        if (at >= scale.range.from)
            ticks += {at, tickText(QDateTime::fromMSecsSinceEpoch(at), step)};
    }
    return ticks;
}

} // namespace Spawn
