// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QAbstractItemModel>

namespace Spawn {

// Whether a cell of the row says the text, in whatever case.
bool rowSays(const QAbstractItemModel &model, int row, const QString &text);

} // namespace Spawn
