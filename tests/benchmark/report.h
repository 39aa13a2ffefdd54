// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "sheet.h"

#include <QtCore/QString>

namespace Spawn::Benchmark {

// The sheet as a table in Markdown.
QString report(const Sheet &sheet);

} // namespace Spawn::Benchmark
