// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/card.h"

#include "look/figures.h"
#include "look/glyph.h"
#include "look/theme.h"
#include "look/type.h"

#include <QtGui/QPainter>

namespace Spawn {

Card::Card(const QString &title, QWidget *parent) : QWidget(parent), m_title(title)
{
    setAccessibleName(title);
}

void Card::setTitle(const QString &title)
{
    m_title = title;
    setAccessibleName(title);
    update();
}

void Card::setFact(const QString &fact, const Mark &mark)
{
    if (fact == m_fact && mark == m_factMark)
        return;
    m_fact = fact;
    m_factMark = mark;
    setAccessibleDescription(fact);
    update();
}

bool Card::showsAll() const
{
    const qreal needed = QFontMetricsF(fontOf(Type::CardTitle)).horizontalAdvance(m_title) + 8
        + figuresWidth(fontOf(Type::Note), m_fact);
    return needed <= width() - 2 * Padding;
}

void Card::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(look()[Shade::Surface]);
    painter.drawRoundedRect(rect(), 8, 8);

    const QRectF head(Padding, 9, width() - 2 * Padding, 22);
    painter.setFont(fontOf(Type::CardTitle));
    painter.setPen(look()[Shade::Text2]);
    painter.drawText(head, Qt::AlignVCenter | Qt::AlignLeft, m_title);
    if (m_fact.isEmpty())
        return;
    const bool marked = m_factMark.glyph != Glyph::None;
    painter.setFont(fontOf(marked ? Type::Header : Type::Note));
    painter.setPen(marked ? look().tone(m_factMark.tone) : look()[Shade::Text3]);
    drawFigures(&painter, head, Qt::AlignVCenter | Qt::AlignRight, m_fact);
    if (marked) {
        const qreal left = head.right() - figuresWidth(painter.font(), m_fact);
        drawMark(&painter, QRectF(left - 16, head.center().y() - 6, 12, 12), m_factMark);
    }
}

} // namespace Spawn
