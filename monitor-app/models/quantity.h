// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

#include <chrono>

namespace Spawn {

QString durationText(std::chrono::microseconds duration); // "0.85 ms", "12.34 s", "2 m 05 s"
QString byteCountText(qint64 bytes); // "512 B", "1.9 MiB"

} // namespace Spawn
