// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "timeline/timelinepainter.h"

#include "look/figures.h"
#include "look/glyph.h"
#include "look/theme.h"
#include "look/type.h"
#include "models/quantity.h"

#include <algorithm>

namespace Spawn {

using Geometry = TimelineGeometry;

static constexpr int TickDistance = 112; // pixels, at least

TimelinePainter::TimelinePainter(QPainter *painter, const Scene &scene)
    : m_painter(painter), m_scene(scene), m_layout(scene.layout), m_geometry(scene.geometry)
{
}

double TimelinePainter::x(qint64 moment) const
{
    const double x = m_layout.x(moment);
    // Far outside is as good as outside.
    return Geometry::Labels + std::round(std::clamp(x, -16.0, m_geometry.timeWidth() + 16.0));
}

void TimelinePainter::paint()
{
    const QRectF all(QPointF(0, 0), QSizeF(m_geometry.size));
    m_painter->fillRect(all, look()[Shade::Surface]);
    const QRectF time = all.adjusted(Geometry::Labels, 0, 0, 0);
    m_painter->setClipRect(time);
    drawRuler();
    drawBands();
    drawHelpers();
    drawDepth();
    const QRectF lanes = all.adjusted(0, Geometry::LanesTop, 0, 0);
    m_painter->setClipRect(lanes);
    drawLaneTitles();
    m_painter->setClipRect(lanes & time);
    drawSlots();
    drawWaits();
    m_painter->setClipRect(time);
    drawRange();
    drawNow();
    m_painter->setClipping(false);
    m_painter->fillRect(QRectF(0, Geometry::Ruler, all.width(), 1), look()[Shade::Line2]);
    drawLabel(Geometry::HelperTop + Geometry::HelperHeight / 2.0, QStringLiteral("Helper"), true);
    drawLabel(Geometry::DepthTop + 12, QStringLiteral("Queue depth"), true);
    drawLabel(Geometry::DepthTop + 30,
              QStringLiteral("%1 now").arg(countText(quint64(m_scene.snapshot.queue.waiting))),
              false);
}

void TimelinePainter::drawLabel(double y, const QString &text, bool strong)
{
    m_painter->setFont(fontOf(strong ? Type::Header : Type::Note));
    m_painter->setPen(look()[Shade::Text2]);
    drawFigures(m_painter, QRectF(20, y - 10, Geometry::Labels - 24, 20), Qt::AlignVCenter, text);
}

void TimelinePainter::drawRuler()
{
    if (m_scene.range) {
        const double left = x(m_scene.range->from);
        m_painter->fillRect(QRectF(left, 0, x(m_scene.range->to) - left, Geometry::Ruler),
                            look()[Shade::Soft]);
    }
    m_painter->setFont(fontOf(Type::Caption));
    for (const TimeTick &tick : timeTicks(m_layout.scale, TickDistance)) {
        const double left = x(tick.moment);
        m_painter->fillRect(
            QRectF(left, Geometry::Ruler, 1, m_geometry.size.height() - Geometry::Ruler),
            look()[Shade::Line]);
        // No half words at the edge.
        if (left + 6 + figuresWidth(m_painter->font(), tick.text) > m_geometry.size.width())
            continue;
        m_painter->setPen(look()[Shade::Text2]);
        drawFigures(m_painter, QRectF(left + 6, 0, 120, Geometry::Ruler), Qt::AlignVCenter,
                    tick.text);
    }
}

void TimelinePainter::drawRange()
{
    if (!m_scene.range)
        return;
    for (const qint64 edge : {m_scene.range->from, m_scene.range->to}) {
        m_painter->fillRect(QRectF(x(edge), 0, 1, m_geometry.size.height()), look()[Shade::Accent]);
    }
}

// Without a helper nothing new starts: that is seen in every lane.
void TimelinePainter::drawBands()
{
    const int height = m_geometry.size.height() - Geometry::Ruler;
    for (const TimelineGap &gap : m_layout.gaps) {
        const double left = x(gap.from);
        const double width = std::max(2.0, x(gap.to) - left);
        m_painter->fillRect(QRectF(left, Geometry::Ruler, width, height),
                            look().tint(gap.mark.tone));
        m_painter->fillRect(QRectF(left, Geometry::Ruler, 2, height), look().tone(gap.mark.tone));
    }
}

void TimelinePainter::drawHelpers()
{
    const QFont font = fontOf(Type::Caption);
    for (const TimelineHelper &helper : m_layout.helpers) {
        const double left = x(helper.from);
        const QRectF bar(left, Geometry::HelperTop, x(helper.to) - left, Geometry::HelperHeight);
        m_painter->fillRect(bar, look()[Shade::Chip]);
        const QRectF seen = bar & QRectF(Geometry::Labels, 0, m_geometry.timeWidth(), 1000);
        const QString process = QString::number(helper.processId);
        const QString both = QStringLiteral("%1, up %2").arg(process, spanText(helper.uptime));
        const QString text = figuresWidth(font, both) + 36 < seen.width() ? both : process;
        m_painter->setFont(font);
        m_painter->setPen(look()[Shade::Text2]);
        // A glyph of the end before stands at the beginning of a bar.
        if (figuresWidth(font, text) + 36 < seen.width())
            drawFigures(m_painter, seen.adjusted(left > Geometry::Labels ? 20 : 8, 0, 0, 0),
                        Qt::AlignVCenter, text);
    }
    for (const TimelineGap &gap : m_layout.gaps) {
        const double width = std::max(2.0, x(gap.to) - x(gap.from));
        const QRectF place(x(gap.from) + std::max(4.0, (width - 12) / 2), Geometry::HelperTop + 2,
                           12, 12);
        drawMark(m_painter, place, gap.mark);
    }
}

void TimelinePainter::drawDepth()
{
    if (m_layout.deepest == 0)
        return;
    const double bottom = Geometry::DepthTop + Geometry::DepthHeight;
    const double unit = (Geometry::DepthHeight - 6.0) / m_layout.deepest;
    QPolygonF line;
    for (size_t i = 0; i < m_layout.depth.size() && m_layout.depth[i] >= 0; ++i) {
        // Only where it changes.
        const bool steps = i > 0 && m_layout.depth[i] != m_layout.depth[i - 1];
        if (steps)
            line << QPointF(Geometry::Labels + double(i), line.last().y());
        if (i == 0 || steps)
            line << QPointF(Geometry::Labels + double(i), bottom - m_layout.depth[i] * unit);
    }
    if (line.isEmpty())
        return;
    line << QPointF(x(std::min(m_layout.now, m_layout.scale.range.to)), line.last().y());
    QPolygonF area = line;
    area << QPointF(line.last().x(), bottom) << QPointF(line.first().x(), bottom);
    QColor fill = look()[Shade::Accent];
    fill.setAlphaF(0.13F);
    m_painter->setRenderHint(QPainter::Antialiasing);
    m_painter->setPen(Qt::NoPen);
    m_painter->setBrush(fill);
    m_painter->drawPolygon(area);
    m_painter->setPen(QPen(look()[Shade::Accent], 1.2));
    m_painter->setBrush(Qt::NoBrush);
    m_painter->drawPolyline(line);
    m_painter->setRenderHint(QPainter::Antialiasing, false);
}

void TimelinePainter::drawNow()
{
    const double at = x(m_layout.now);
    if (at < Geometry::Labels || at > m_geometry.size.width())
        return;
    m_painter->fillRect(QRectF(at - 1, 0, 2, m_geometry.size.height()), look()[Shade::Accent]);
    m_painter->setFont(fontOf(Type::CaptionStrong));
    const double width = QFontMetricsF(m_painter->font()).horizontalAdvance(u"now"_qs) + 14;
    const QRectF tag(at - width, 5, width, 17);
    m_painter->setRenderHint(QPainter::Antialiasing);
    m_painter->setPen(Qt::NoPen);
    m_painter->setBrush(look()[Shade::Accent]);
    m_painter->drawRoundedRect(tag, 4, 4);
    m_painter->setPen(look()[Shade::OnAccent]);
    m_painter->drawText(tag, Qt::AlignCenter, QStringLiteral("now"));
    m_painter->setRenderHint(QPainter::Antialiasing, false);
}

} // namespace Spawn
