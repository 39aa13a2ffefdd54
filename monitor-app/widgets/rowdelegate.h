// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QStyledItemDelegate>

namespace Spawn {

// Paints the cells of a RowTable or a RowTree by the roles of models/cellrole.h.
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    // Selection, hover and hairline, for a delegate that paints its own words.
    static void paintGround(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index);
    static bool isLast(const QWidget *view, int column);
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace Spawn
