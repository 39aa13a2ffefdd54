// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "attach/explanationband.h"

#include "look/glyph.h"
#include "look/theme.h"
#include "look/type.h"

#include <QtGui/QPainter>

namespace Spawn {

static constexpr int TextLeft = 38;

ExplanationBand::ExplanationBand(QWidget *parent) : QWidget(parent)
{
    setFixedHeight(58);
}

void ExplanationBand::setText(const Mark &mark, const QString &situation, const QString &remedy)
{
    m_mark = mark;
    m_situation = situation;
    m_remedy = remedy;
    setAccessibleName(situation);
    setAccessibleDescription(remedy);
    // What does not fit can be read all the same.
    setToolTip(situation.isEmpty() ? QString()
                                   : QStringLiteral("<span>%1<br>%2</span>")
                                         .arg(situation.toHtmlEscaped(), remedy.toHtmlEscaped()));
    update();
}

void ExplanationBand::paintEvent(QPaintEvent *)
{
    if (m_situation.isEmpty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(look()[Shade::Canvas]);
    painter.drawRoundedRect(rect(), 6, 6);
    drawMark(&painter, QRectF(14, 13, 14, 14), m_mark);
    const auto line = [&](qreal top, Type type, Shade shade, const QString &text) {
        painter.setFont(fontOf(type));
        painter.setPen(look()[shade]);
        const QRectF area(TextLeft, top, width() - TextLeft - 14, 20);
        painter.drawText(
            area, Qt::AlignVCenter | Qt::TextSingleLine,
            QFontMetricsF(painter.font()).elidedText(text, Qt::ElideMiddle, area.width()));
    };
    line(10, Type::Emphasis, Shade::Text, m_situation);
    line(30, Type::Body, Shade::Text2, m_remedy);
}

} // namespace Spawn
