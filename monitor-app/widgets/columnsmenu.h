// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QMenu>

class QHeaderView;

namespace Spawn {

// Shows and hides the columns of a table or a tree, and remembers which. The first is always there.
class ColumnsMenu final : public QMenu
{
    Q_OBJECT
public:
    // The header has its model. `hidden` are those that are not seen at first.
    ColumnsMenu(QHeaderView *header, const QString &settingsKey, const QList<int> &hidden);

Q_SIGNALS:
    void chosen();
};

} // namespace Spawn
