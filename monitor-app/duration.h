// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QStringView>

#include <chrono>
#include <optional>

namespace Spawn {

// "500ms", "30s", "2m", "1h"; a number alone is seconds. Whole numbers, at most a year.
std::optional<std::chrono::milliseconds> parseDuration(QStringView text);

} // namespace Spawn
