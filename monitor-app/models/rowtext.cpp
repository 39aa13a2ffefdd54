// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rowtext.h"

namespace Spawn {

bool rowSays(const QAbstractItemModel &model, int row, const QString &text)
{
    for (int column = 0; column < model.columnCount(); ++column) {
        if (model.index(row, column).data().toString().contains(text, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

} // namespace Spawn
