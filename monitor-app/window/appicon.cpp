// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/appicon.h"

#include <QtGui/QPainter>

namespace Spawn {

QString appId()
{
    return QStringLiteral("org.asyncspawner.SpawnMonitor");
}

// As share/org.asyncspawner.SpawnMonitor.svg, whose square is 64 by 64.
static QPixmap painted(int size)
{
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(size / 64.0, size / 64.0);
    painter.setPen(QPen(QColor(0x8f, 0xb0, 0xff), 2));
    painter.setBrush(QColor(0x2b, 0x5b, 0xc7));
    painter.drawRoundedRect(QRectF(5, 5, 54, 54), 13, 13);
    painter.setPen(QPen(Qt::white, 5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(QPolygonF{{13, 37}, {21, 37}, {27, 19}, {36, 47}, {42, 31}, {51, 31}});
    return pixmap;
}

QIcon appIcon()
{
    QIcon icon;
    for (const int size : {16, 22, 24, 32, 48, 64, 128, 256})
        icon.addPixmap(painted(size));
    return QIcon::fromTheme(appId(), icon);
}

} // namespace Spawn
