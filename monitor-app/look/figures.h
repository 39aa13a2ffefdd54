// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QRectF>
#include <QtCore/QString>
#include <QtGui/QColor>
#include <QtGui/QFont>

class QPainter;

namespace Spawn {

// Text whose digits all take the width of the widest one, so that live numbers do not tremble:
// Qt 6.4 cannot ask a font for its tabular figures.
qreal figuresWidth(const QFont &font, const QString &text);
// In the painter's font and pen.
void drawFigures(QPainter *painter, const QRectF &rect, Qt::Alignment alignment,
                 const QString &text);

// A number with its unit behind it in another font and colour; of what is compound, all is number.
struct QuantityStyle
{
    QFont font;
    QColor color;
    QFont unitFont;
    QColor unitColor;
};
qreal quantityWidth(const QuantityStyle &style, const QString &text);
void drawQuantity(QPainter *painter, const QRectF &rect, Qt::Alignment alignment,
                  const QString &text, const QuantityStyle &style);

} // namespace Spawn
