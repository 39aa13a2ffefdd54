// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The lanes of a timeline: what runs, and what waits.
#include "timeline/timelinepainter.h"

#include "look/figures.h"
#include "look/glyph.h"
#include "look/theme.h"
#include "look/type.h"
#include "models/commandtext.h"
#include "models/quantity.h"

#include <algorithm>

namespace Spawn {

using Geometry = TimelineGeometry;

void TimelinePainter::drawLaneTitles()
{
    const auto title = [this](int content, const QString &text, const QString &count) {
        const double y = m_geometry.y(content);
        m_painter->setFont(fontOf(Type::CardTitle));
        m_painter->setPen(look()[Shade::Text2]);
        const QRectF line(20, y, Geometry::Labels - 36, Geometry::Title - 8);
        m_painter->drawText(line, Qt::AlignBottom, text);
        m_painter->setFont(fontOf(Type::Note));
        m_painter->setPen(look()[Shade::Text3]);
        drawFigures(m_painter, line, Qt::AlignBottom | Qt::AlignRight, count);
        m_painter->fillRect(QRectF(0, y + Geometry::Title - 1, m_geometry.size.width(), 1),
                            look()[Shade::Line]);
    };
    const QueueSnapshot &queue = m_scene.snapshot.queue;
    title(0, QStringLiteral("Running"),
          queue.runningLimit > 0
              ? QStringLiteral("%1 of %2").arg(queue.running).arg(queue.runningLimit)
              : QString::number(queue.running));
    for (int slot = 0; slot < m_geometry.slotCount; ++slot) {
        drawLabel(m_geometry.y(Geometry::Title + 2 + slot * Geometry::Slot) + 14,
                  QStringLiteral("Slot %1").arg(slot + 1), true);
    }
    const int waiting = m_geometry.waitingTop();
    title(waiting, QStringLiteral("Waiting"), countText(quint64(queue.waiting)));
    drawLabel(m_geometry.y(waiting + Geometry::Title) + 13, QStringLiteral("Each bar one wait"),
              false);
    drawLabel(m_geometry.y(waiting + Geometry::Title) + 31, QStringLiteral("Ochre: over 60 s"),
              false);
}

void TimelinePainter::drawSlots()
{
    for (const TimelineBar &bar : m_layout.running) {
        const QRectF rect = m_geometry.slotRect(bar);
        if (rect.bottom() < Geometry::LanesTop || rect.top() > m_geometry.size.height())
            continue;
        const QColor &color = look().tone(bar.mark.tone);
        m_painter->fillRect(rect, bar.quiet ? look()[Shade::Chip] : look().tint(bar.mark.tone));
        if (!bar.quiet)
            m_painter->fillRect(QRectF(rect.left(), rect.bottom() - 2, rect.width(), 2), color);
        if (bar.open && !bar.quiet)
            m_painter->fillRect(QRectF(rect.right() - 2, rect.top(), 2, rect.height()), color);
        if (!bar.quiet && rect.width() >= 18)
            drawSlotText(bar, rect);
        if (bar.command == m_scene.selected && m_scene.selected != 0) {
            m_painter->setRenderHint(QPainter::Antialiasing);
            m_painter->setPen(QPen(look()[m_scene.focused ? Shade::Accent : Shade::Text], 1.6));
            m_painter->setBrush(Qt::NoBrush);
            m_painter->drawRoundedRect(rect.adjusted(-1, -1, 1, 1), 3, 3);
            m_painter->setRenderHint(QPainter::Antialiasing, false);
        }
    }
}

// Id and program when they fit, the id alone when that does; a glyph unless it went well.
void TimelinePainter::drawSlotText(const TimelineBar &bar, const QRectF &rect)
{
    constexpr int glyph = 12;
    QRectF area = rect & QRectF(Geometry::Labels, 0, m_geometry.timeWidth(), 1e6);
    area.adjust(6, 0, -4, -2);
    const bool marked = bar.mark.tone != Tone::Ok && bar.mark.tone != Tone::Accent;
    if (marked) {
        const QRectF place(area.right() - glyph, area.center().y() - glyph / 2.0, glyph, glyph);
        if (rect.width() >= glyph + 6)
            drawMark(m_painter, place, bar.mark);
        area.setRight(place.left() - 4);
    }
    const QFont font = fontOf(Type::Caption);
    QString id = QString::number(bar.command);
    if (bar.count > 1)
        id = QStringLiteral("%1 ×").arg(countText(quint64(bar.count)));
    if (figuresWidth(font, id) > area.width())
        return;
    const auto command = m_scene.snapshot.commands.constFind(bar.command);
    m_painter->setFont(font);
    if (bar.count == 1 && command != m_scene.snapshot.commands.cend()) {
        const QString both = QStringLiteral("%1 %2").arg(id, programName(*command));
        if (figuresWidth(font, both) <= area.width()) {
            m_painter->setPen(look()[Shade::Text]);
            drawFigures(m_painter, area, Qt::AlignVCenter, both);
            return;
        }
    }
    m_painter->setPen(look()[Shade::Text2]);
    drawFigures(m_painter, area, Qt::AlignVCenter, id);
}

void TimelinePainter::drawWaits()
{
    const double tooLong = WaitTooLong / m_layout.scale.perPixel();
    for (const TimelineBar &bar : m_layout.waiting) {
        const QRectF rect = m_geometry.waitRect(bar);
        if (rect.bottom() < Geometry::LanesTop || rect.top() > m_geometry.size.height())
            continue;
        const bool selected = bar.command == m_scene.selected && m_scene.selected != 0;
        m_painter->fillRect(rect,
                            look()[selected        ? Shade::Text3
                                       : bar.quiet ? Shade::Chip
                                                   : Shade::Line2]);
        if (bar.count > 1 || bar.quiet)
            continue;
        // A bar that is cut at the left has waited for longer than it is wide.
        const auto command = m_scene.snapshot.commands.constFind(bar.command);
        const double from = command == m_scene.snapshot.commands.cend()
            ? bar.left
            : m_layout.scale.x(command->submitted);
        const double late = std::max(double(bar.left), from + tooLong);
        if (late < bar.right) {
            const double left = Geometry::Labels + std::round(late);
            m_painter->fillRect(QRectF(left, rect.top(), rect.right() - left, rect.height()),
                                look()[Shade::Warn]);
        }
    }
}

} // namespace Spawn
