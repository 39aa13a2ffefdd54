// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "timeline/timelinelegend.h"

#include "look/glyph.h"
#include "look/theme.h"
#include "look/type.h"

#include <QtGui/QPainter>

namespace Spawn {

static constexpr int Height = 38;

struct Entry
{
    Mark mark;
    QString text;
};

static QList<Entry> entries()
{
    return {
        {{Glyph::Tick, Tone::Ok}, QStringLiteral("Succeeded")},
        {{Glyph::Cross, Tone::Fail}, QStringLiteral("Failed")},
        {{Glyph::Clock, Tone::Warn}, QStringLiteral("Timed out")},
        {{Glyph::Bolt, Tone::Signal}, QStringLiteral("Signal or crash")},
        {{Glyph::Triangle, Tone::Accent}, QStringLiteral("Running")},
        {{Glyph::Ring, Tone::Neutral}, QStringLiteral("Waiting")},
    };
}

static QString hint()
{
    return QStringLiteral("Wheel zooms, drag moves, Shift+drag sets the range");
}

TimelineLegend::TimelineLegend(QWidget *parent) : QWidget(parent)
{
    setFixedHeight(Height);
    setAccessibleName(QStringLiteral("Legend"));
    setAccessibleDescription(hint());
}

void TimelineLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(fontOf(Type::Note));
    const QFontMetricsF metrics(painter.font());
    double x = 20;
    for (const Entry &entry : entries()) {
        drawMark(&painter, QRectF(x, Height / 2.0 - 6, 12, 12), entry.mark);
        painter.setPen(look()[Shade::Text2]);
        painter.drawText(QRectF(x + 18, 0, 200, Height), Qt::AlignVCenter, entry.text);
        x += 18 + metrics.horizontalAdvance(entry.text) + 16;
    }
    painter.setPen(look()[Shade::Text3]);
    if (x + metrics.horizontalAdvance(hint()) + 24 < width()) {
        painter.drawText(QRectF(0, 0, width() - 24, Height), Qt::AlignVCenter | Qt::AlignRight,
                         hint());
    }
}

} // namespace Spawn
