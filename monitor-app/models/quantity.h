// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

#include <chrono>

namespace Spawn {

QString durationText(std::chrono::microseconds duration); // "0.85 ms", "12.34 s", "2 m 05 s"
QString byteCountText(qint64 bytes); // "512 B", "1.9 MiB"
QString countText(quint64 count); // "1 204", with thin spaces
QString percentText(double share); // "0.3 %"

// In every unit that there is: "412 ms", "6.1 s", "2 m 50 s", "2 h 10 m 36 s"; "1 d 04 h".
QString spanText(std::chrono::milliseconds span);
// Where there is little room: "0.4 s", "41 m", "6 h", "2 d".
QString roughSpanText(std::chrono::milliseconds span);

// A number and its unit, so that the unit can be quieter. What is compound, or no number, is all
// value.
struct Quantity
{
    QString value;
    QString unit;
};
Quantity splitQuantity(const QString &text);

} // namespace Spawn
