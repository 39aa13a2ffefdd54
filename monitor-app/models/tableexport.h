// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QModelIndexList>

class QAbstractItemModel;

namespace Spawn {

// What a table shows, for other programs: RFC 4180, with the header.
QByteArray csvText(const QAbstractItemModel &model);
// Rows as they are pasted into a spreadsheet.
QString tabbedText(const QAbstractItemModel &model, const QModelIndexList &rows);

} // namespace Spawn
