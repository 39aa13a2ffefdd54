// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "look/glyph.h"

#include "look/theme.h"

#include <QtCore/QRectF>
#include <QtGui/QPainter>
#include <QtGui/QPainterPath>

#include <cmath>
#include <numbers>

namespace Spawn {

// What of a shape is stroked, and what is filled. All in a square of 14 by 14.
struct Shape
{
    QPainterPath strokes;
    QPainterPath fills;
    QPainterPath holes; // in the fills
};

static void addPolygon(QPainterPath &path, const QPolygonF &points, bool closed = false)
{
    path.addPolygon(points);
    if (closed)
        path.closeSubpath();
}

static QPolygonF regular(int corners, double radius, double turned)
{
    QPolygonF points;
    for (int i = 0; i < corners; ++i) {
        const double angle = (i + turned) * 2 * std::numbers::pi / corners;
        points << QPointF(7 + radius * std::sin(angle), 7 - radius * std::cos(angle));
    }
    return points;
}

static void addRing(QPainterPath &path, double radius = 5.2)
{
    path.addEllipse(QPointF(7, 7), radius, radius);
}

static void addExclamation(QPainterPath &path, double top)
{
    path.addRoundedRect(QRectF(6.25, top, 1.5, 3.6), 0.6, 0.6);
    path.addEllipse(QPointF(7, top + 5.3), 0.9, 0.9);
}

static void addState(Shape &shape, Glyph glyph)
{
    QPainterPath &strokes = shape.strokes;
    QPainterPath &fills = shape.fills;
    switch (glyph) {
    case Glyph::Ring:
        addRing(strokes);
        break;
    case Glyph::HalfRing:
        addRing(strokes);
        fills.moveTo(7, 1.8);
        fills.arcTo(QRectF(1.8, 1.8, 10.4, 10.4), 90, -180);
        fills.closeSubpath();
        break;
    case Glyph::Triangle:
        addPolygon(fills, {{3.2, 1.8}, {12, 7}, {3.2, 12.2}}, true);
        break;
    case Glyph::Tick:
        addPolygon(strokes, {{1.8, 7.4}, {5.3, 11}, {12.2, 3.4}});
        break;
    case Glyph::Cross:
        addPolygon(strokes, {{2.8, 2.8}, {11.2, 11.2}});
        addPolygon(strokes, {{11.2, 2.8}, {2.8, 11.2}});
        break;
    case Glyph::Bolt:
        addPolygon(fills, {{8.6, 0.8}, {2.6, 8}, {6.4, 8}, {5.4, 13.2}, {11.4, 6}, {7.6, 6}}, true);
        break;
    case Glyph::BarredRing:
        addRing(strokes);
        addPolygon(strokes, {{4.4, 7}, {9.6, 7}});
        break;
    case Glyph::Clock:
        addRing(strokes);
        addPolygon(strokes, {{7, 4}, {7, 7.2}, {9, 8.6}});
        break;
    case Glyph::ArrowAtBar:
        addPolygon(strokes, {{1.5, 7}, {8.6, 7}});
        addPolygon(strokes, {{5.8, 4}, {8.8, 7}, {5.8, 10}});
        addPolygon(strokes, {{12, 2.4}, {12, 11.6}});
        break;
    case Glyph::SlashedRing:
        addRing(strokes);
        addPolygon(strokes, {{10.5, 3.5}, {3.5, 10.5}});
        break;
    case Glyph::Square:
        fills.addRoundedRect(QRectF(2.5, 2.5, 9, 9), 1.5, 1.5);
        break;
    case Glyph::RingWithQuestion:
        addRing(strokes, 5.6);
        strokes.moveTo(5.5, 5.7);
        strokes.cubicTo(5.7, 3.7, 8.8, 3.8, 8.5, 5.8);
        strokes.cubicTo(8.3, 6.8, 7, 6.8, 7, 8);
        fills.addEllipse(QPointF(7, 10), 0.9, 0.9);
        break;
    case Glyph::Door:
        addPolygon(strokes, {{6, 2}, {2.4, 2}, {2.4, 12}, {6, 12}});
        addPolygon(strokes, {{5.4, 7}, {12, 7}});
        addPolygon(strokes, {{9.3, 4.3}, {12, 7}, {9.3, 9.7}});
        break;
    case Glyph::NotEqual:
        addPolygon(strokes, {{2.2, 5}, {11.8, 5}});
        addPolygon(strokes, {{2.2, 9}, {11.8, 9}});
        addPolygon(strokes, {{9.2, 1.6}, {4.8, 12.4}});
        break;
    case Glyph::WarningSign:
        addPolygon(fills, {{7, 1.5}, {13.2, 12.4}, {0.8, 12.4}}, true);
        addPolygon(strokes, {{7, 1.7}, {13, 12.3}, {1, 12.3}}, true); // round corners
        addExclamation(shape.holes, 5);
        break;
    case Glyph::CriticalSign:
        addPolygon(fills, regular(8, 6.8, 0.5), true);
        addExclamation(shape.holes, 3.6);
        break;
    case Glyph::RingWithI:
        addRing(strokes);
        addPolygon(strokes, {{7, 6.6}, {7, 9.8}});
        fills.addEllipse(QPointF(7, 4.4), 0.9, 0.9);
        break;
    case Glyph::Dot:
        fills.addEllipse(QPointF(7, 7), 2, 2);
        break;
    default:
        break;
    }
}

static void addTool(Shape &shape, Glyph glyph)
{
    QPainterPath &strokes = shape.strokes;
    QPainterPath &fills = shape.fills;
    switch (glyph) {
    case Glyph::Tiles:
        for (const QPointF &corner : {QPointF(2, 2), QPointF(8, 2), QPointF(2, 8), QPointF(8, 8)})
            strokes.addRoundedRect(QRectF(corner, QSizeF(4.2, 4.2)), 1, 1);
        break;
    case Glyph::Prompt:
        addPolygon(strokes, {{2, 4}, {5.2, 7}, {2, 10}});
        addPolygon(strokes, {{7, 10.6}, {12, 10.6}});
        break;
    case Glyph::TurningArrow:
        strokes.arcMoveTo(QRectF(1.8, 2.4, 10.4, 10.4), 60);
        strokes.arcTo(QRectF(1.8, 2.4, 10.4, 10.4), 60, -290);
        addPolygon(strokes, {{5.2, 0.9}, {5.2, 4}, {2, 4.2}});
        break;
    case Glyph::Lanes:
        addPolygon(strokes, {{1.8, 3}, {7, 3}});
        addPolygon(strokes, {{4.4, 7}, {10.2, 7}});
        addPolygon(strokes, {{7.6, 11}, {12.4, 11}});
        break;
    case Glyph::Lines:
        for (const double y : {3.0, 7.0, 11.0})
            addPolygon(strokes, {{1.8, y}, {y > 10 ? 9 : 12.2, y}});
        break;
    case Glyph::Tree:
        for (const QPointF &corner : {QPointF(4.9, 1.6), QPointF(1.4, 9), QPointF(8.4, 9)})
            strokes.addRoundedRect(QRectF(corner, QSizeF(4.2, 3.4)), 1, 1);
        addPolygon(strokes, {{7, 5}, {7, 7}});
        addPolygon(strokes, {{3.5, 9}, {3.5, 7}, {10.5, 7}, {10.5, 9}});
        break;
    case Glyph::Tray:
        addPolygon(strokes, {{1.8, 8}, {4.6, 8}, {5.6, 10}, {8.4, 10}, {9.4, 8}, {12.2, 8}});
        addPolygon(strokes, {{1.8, 8}, {1.8, 12.2}, {12.2, 12.2}, {12.2, 8}});
        addPolygon(strokes, {{7, 1.6}, {7, 6.4}});
        addPolygon(strokes, {{4.8, 4.4}, {7, 6.6}, {9.2, 4.4}});
        break;
    case Glyph::Spread:
        addPolygon(strokes, {{3.6, 7}, {10.2, 7}});
        addPolygon(strokes, {{5.2, 6}, {10.4, 2.8}});
        addPolygon(strokes, {{5.2, 8}, {10.4, 11.2}});
        strokes.addEllipse(QPointF(3, 7), 1.8, 1.8);
        for (const double y : {2.4, 7.0, 11.6})
            fills.addEllipse(QPointF(11.4, y), 1.5, 1.5);
        break;
    case Glyph::Plus:
        addPolygon(strokes, {{7, 2}, {7, 12}});
        addPolygon(strokes, {{2, 7}, {12, 7}});
        break;
    case Glyph::Lens:
        strokes.addEllipse(QPointF(5.9, 5.9), 4, 4);
        addPolygon(strokes, {{9, 9}, {12.4, 12.4}});
        break;
    case Glyph::PauseBars:
        fills.addRoundedRect(QRectF(2.8, 2.2, 2.8, 9.6), 0.6, 0.6);
        fills.addRoundedRect(QRectF(8.4, 2.2, 2.8, 9.6), 0.6, 0.6);
        break;
    case Glyph::Moon: {
        QPainterPath full;
        full.addEllipse(QPointF(6.8, 7.2), 5.2, 5.2);
        QPainterPath bite;
        bite.addEllipse(QPointF(9.6, 5), 4.6, 4.6);
        fills = full.subtracted(bite);
        break;
    }
    case Glyph::Sun:
        addRing(strokes, 2.6);
        for (int i = 0; i < 8; ++i) {
            const double angle = i * std::numbers::pi / 4;
            const QPointF direction(std::sin(angle), std::cos(angle));
            addPolygon(strokes, {QPointF(7, 7) + direction * 4.9, QPointF(7, 7) + direction * 6.1});
        }
        break;
    case Glyph::Copy:
        strokes.addRoundedRect(QRectF(4.8, 4.8, 7.2, 7.2), 1.4, 1.4);
        addPolygon(strokes, {{2.2, 9}, {2, 9}, {2, 2}, {9, 2}, {9, 2.2}});
        break;
    case Glyph::ChevronDown:
        addPolygon(strokes, {{3.8, 5.4}, {7, 8.6}, {10.2, 5.4}});
        break;
    case Glyph::ChevronUp:
        addPolygon(strokes, {{3.8, 8.6}, {7, 5.4}, {10.2, 8.6}});
        break;
    case Glyph::ChevronRight:
        addPolygon(strokes, {{5.4, 3.8}, {8.6, 7}, {5.4, 10.2}});
        break;
    default:
        break;
    }
}

void drawGlyph(QPainter *painter, const QRectF &rect, Glyph glyph, const QColor &color)
{
    Shape shape;
    if (glyph < Glyph::Tiles)
        addState(shape, glyph);
    else
        addTool(shape, glyph);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate(rect.topLeft());
    painter->scale(rect.width() / 14, rect.height() / 14);
    painter->setBrush(Qt::NoBrush);
    if (!shape.holes.isEmpty()) {
        // Filled and rounded as one, so that what shines through is the ground.
        QPainterPathStroker stroker(
            QPen(Qt::black, 1.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const QPainterPath outline = stroker.createStroke(shape.strokes);
        painter->fillPath(shape.fills.united(outline).subtracted(shape.holes), color);
    } else {
        painter->fillPath(shape.fills, color);
        painter->strokePath(shape.strokes,
                            QPen(color, 1.7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    }
    painter->restore();
}

void drawMark(QPainter *painter, const QRectF &rect, const Mark &mark)
{
    drawGlyph(painter, rect, mark.glyph, look().tone(mark.tone));
}

} // namespace Spawn
