// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "attach/sheettabs.h"

#include "look/lookstyle.h"
#include "look/theme.h"
#include "look/type.h"

#include <QtGui/QPainter>

namespace Spawn {

static constexpr int Gap = 22;

SheetTabs::SheetTabs(QWidget *parent) : QTabBar(parent)
{
    setDrawBase(false);
    setExpanding(false);
    setUsesScrollButtons(false);
    setElideMode(Qt::ElideNone);
    setFocusPolicy(Qt::TabFocus);
}

QSize SheetTabs::tabSizeHint(int index) const
{
    return {QFontMetrics(fontOf(Type::Emphasis)).horizontalAdvance(tabText(index)) + Gap, 35};
}

void SheetTabs::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(fontOf(Type::Emphasis));
    for (int index = 0; index < count(); ++index) {
        const bool current = index == currentIndex();
        const QRectF area = QRectF(tabRect(index)).adjusted(0, 0, -Gap, 0);
        painter.setPen(look()[current ? Shade::Accent : Shade::Text2]);
        painter.drawText(area.adjusted(0, 0, 2, -4), Qt::AlignVCenter | Qt::AlignLeft,
                         tabText(index));
        if (current)
            painter.fillRect(QRectF(area.left(), area.bottom() - 2, area.width(), 2),
                             look()[Shade::Accent]);
        if (current && hasFocus())
            drawFocusRing(&painter, area.adjusted(-6, 3, 6, -5));
    }
}

} // namespace Spawn
