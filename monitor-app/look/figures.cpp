// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "look/figures.h"

#include "models/quantity.h"

#include <QtGui/QFontMetricsF>
#include <QtGui/QPainter>

#include <algorithm>

namespace Spawn {

static qreal digitWidth(const QFontMetricsF &metrics)
{
    qreal widest = 0;
    for (char16_t digit = u'0'; digit <= u'9'; ++digit)
        widest = std::max(widest, metrics.horizontalAdvance(QChar(digit)));
    return widest;
}

// Calls with each run: a single digit, or what stands between digits.
template <class F>
static qreal forEachRun(const QFontMetricsF &metrics, const QString &text, F &&run)
{
    const qreal digit = digitWidth(metrics);
    qreal x = 0;
    for (qsizetype at = 0; at < text.size();) {
        qsizetype end = at + 1;
        if (text.at(at).isDigit()) {
            const QString one = text.mid(at, 1);
            run(x + (digit - metrics.horizontalAdvance(one)) / 2, one);
            x += digit;
        } else {
            while (end < text.size() && !text.at(end).isDigit())
                ++end;
            const QString between = text.mid(at, end - at);
            run(x, between);
            x += metrics.horizontalAdvance(between);
        }
        at = end;
    }
    return x;
}

qreal figuresWidth(const QFont &font, const QString &text)
{
    return forEachRun(QFontMetricsF(font), text, [](qreal, const QString &) {});
}

void drawFigures(QPainter *painter, const QRectF &rect, Qt::Alignment alignment,
                 const QString &text)
{
    const QFontMetricsF metrics(painter->font());
    const qreal width = figuresWidth(painter->font(), text);
    qreal left = rect.left();
    if (alignment & Qt::AlignRight)
        left = rect.right() - width;
    else if (alignment & Qt::AlignHCenter)
        left = rect.center().x() - width / 2;
    qreal baseline = rect.top() + metrics.ascent();
    if (alignment & Qt::AlignVCenter)
        baseline += (rect.height() - metrics.height()) / 2;
    else if (alignment & Qt::AlignBottom)
        baseline += rect.height() - metrics.height();
    baseline = qRound(baseline);
    forEachRun(metrics, text, [&](qreal x, const QString &run) {
        painter->drawText(QPointF(left + x, baseline), run);
    });
}

static constexpr qreal UnitGap = 4;

qreal quantityWidth(const QuantityStyle &style, const QString &text)
{
    const Quantity quantity = splitQuantity(text);
    qreal width = figuresWidth(style.font, quantity.value);
    if (!quantity.unit.isEmpty())
        width += UnitGap + QFontMetricsF(style.unitFont).horizontalAdvance(quantity.unit);
    return width;
}

void drawQuantity(QPainter *painter, const QRectF &rect, Qt::Alignment alignment,
                  const QString &text, const QuantityStyle &style)
{
    const Quantity quantity = splitQuantity(text);
    const QFontMetricsF metrics(style.font);
    QRectF area = rect;
    if (alignment & Qt::AlignRight)
        area.setLeft(rect.right() - quantityWidth(style, text));
    painter->setFont(style.font);
    painter->setPen(style.color);
    drawFigures(painter, area, (alignment & Qt::AlignVertical_Mask) | Qt::AlignLeft,
                quantity.value);
    if (quantity.unit.isEmpty())
        return;
    // Both stand on one line.
    qreal baseline = area.top() + metrics.ascent();
    if (alignment & Qt::AlignVCenter)
        baseline += (area.height() - metrics.height()) / 2;
    else if (alignment & Qt::AlignBottom)
        baseline += area.height() - metrics.height();
    painter->setFont(style.unitFont);
    painter->setPen(style.unitColor);
    painter->drawText(
        QPointF(area.left() + figuresWidth(style.font, quantity.value) + UnitGap, qRound(baseline)),
        quantity.unit);
}

} // namespace Spawn
