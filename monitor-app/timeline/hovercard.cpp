// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "timeline/hovercard.h"

#include "look/figures.h"
#include "look/glyph.h"
#include "look/theme.h"
#include "look/type.h"

#include <QtGui/QPainter>

#include <algorithm>

namespace Spawn {

static constexpr int Padding = 14;
static constexpr int LineHeight = 20;
static constexpr int ValueLeft = 56;
static constexpr int Gap = 8; // to what it speaks of
static constexpr int Widest = 420;

HoverCard::HoverCard(QWidget *parent) : QWidget(parent)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
}

static QFont titleFont(const HoverCard::Content &content)
{
    return fontOf(content.isCommand ? Type::Mono : Type::Emphasis);
}

QSize HoverCard::contentSize() const
{
    const QFont body = fontOf(Type::Body);
    qreal width = QFontMetricsF(titleFont(m_content)).horizontalAdvance(m_content.title);
    width = std::max(width, 22 + QFontMetricsF(body).horizontalAdvance(m_content.state));
    for (const Line &line : m_content.lines) {
        const qreal note = line.note.isEmpty() ? 0 : 14 + figuresWidth(body, line.note);
        width = std::max(width, ValueLeft + figuresWidth(body, line.value) + note);
    }
    const int states = m_content.state.isEmpty() ? 0 : LineHeight + 4;
    return {std::min(Widest, qCeil(width) + 2 * Padding),
            10 + LineHeight + states + int(m_content.lines.size()) * LineHeight + 8};
}

void HoverCard::showAt(const Content &content, const QRect &subject, const QPoint &pointer)
{
    m_content = content;
    resize(contentSize());
    const QRect room = parentWidget()->rect().adjusted(4, 4, -4, -4);
    int y = subject.bottom() + Gap;
    if (y + height() > room.bottom())
        y = subject.top() - Gap - height();
    int x
        = std::clamp(pointer.x() - 40, room.left(), std::max(room.left(), room.right() - width()));
    if (y < room.top()) {
        // Neither below nor above: beside the pointer.
        y = std::clamp(pointer.y() - height() / 2, room.top(),
                       std::max(room.top(), room.bottom() - height()));
        x = pointer.x() + 24;
        if (x + width() > room.right())
            x = pointer.x() - 24 - width();
    }
    move(x, y);
    show();
    raise();
    update();
}

void HoverCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(look()[Shade::Line2], 1));
    painter.setBrush(look()[Shade::Surface]);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    QRectF line(Padding, 10, width() - 2 * Padding, LineHeight);
    painter.setFont(titleFont(m_content));
    painter.setPen(look()[Shade::Text]);
    painter.drawText(
        line, Qt::AlignVCenter,
        QFontMetricsF(painter.font()).elidedText(m_content.title, Qt::ElideMiddle, line.width()));
    line.translate(0, LineHeight);
    if (!m_content.state.isEmpty()) {
        line.translate(0, 2);
        drawMark(&painter, QRectF(line.left(), line.center().y() - 7, 14, 14), m_content.mark);
        painter.setFont(fontOf(Type::Emphasis));
        painter.setPen(look().tone(m_content.mark.tone));
        painter.drawText(line.adjusted(22, 0, 0, 0), Qt::AlignVCenter, m_content.state);
        line.translate(0, LineHeight + 2);
    }
    for (const Line &entry : m_content.lines) {
        painter.setFont(fontOf(Type::Note));
        painter.setPen(look()[Shade::Text3]);
        painter.drawText(line, Qt::AlignVCenter, entry.label);
        painter.setFont(fontOf(Type::Body));
        painter.setPen(look()[Shade::Text]);
        const QRectF value = line.adjusted(ValueLeft, 0, 0, 0);
        drawFigures(&painter, value, Qt::AlignVCenter, entry.value);
        painter.setPen(look()[Shade::Text2]);
        drawFigures(&painter,
                    value.adjusted(figuresWidth(painter.font(), entry.value) + 14, 0, 0, 0),
                    Qt::AlignVCenter, entry.note);
        line.translate(0, LineHeight);
    }
}

} // namespace Spawn
