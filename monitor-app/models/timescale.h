// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QList>
#include <QtCore/QString>

namespace Spawn {

// Moments are milliseconds since the epoch.
struct TimeRange
{
    qint64 from = 0;
    qint64 to = 0; // behind the last

    qint64 length() const { return to - from; }
    bool isEmpty() const { return to <= from; }
    bool contains(qint64 moment) const { return moment >= from && moment < to; }
    bool overlaps(qint64 begin, qint64 end) const { return begin < to && end >= from; }
    friend bool operator==(const TimeRange &, const TimeRange &) = default;
};

// Where moments are on so many pixels.
struct TimeScale
{
    TimeRange range;
    int width = 1;

    double perPixel() const { return double(range.length()) / width; } // ms
    double x(qint64 moment) const { return double(moment - range.from) / perPixel(); }
    qint64 moment(double x) const { return range.from + qint64(x * perPixel()); }
    // Magnified so many times; what is at x stays there.
    TimeScale zoomed(double times, double x) const;
    TimeScale moved(double pixels) const;
};

// A line of the ruler.
struct TimeTick
{
    qint64 moment = 0;
    QString text;
};
// At round times of the local clock, none closer than so many pixels.
QList<TimeTick> timeTicks(const TimeScale &scale, int leastPixels);

} // namespace Spawn
