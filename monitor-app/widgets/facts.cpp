// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/facts.h"

#include "look/figures.h"
#include "look/glyph.h"
#include "look/theme.h"
#include "look/type.h"

#include <QtGui/QPainter>

namespace Spawn {

static constexpr int LineHeight = 22;
static constexpr int ValueLeft = 112;

Facts::Facts(QWidget *parent) : QWidget(parent)
{
    setFixedWidth(344);
}

void Facts::setFacts(const QList<Fact> &facts)
{
    m_facts = facts;
    setAccessibleDescription(plainText());
    updateGeometry();
    update();
}

QString Facts::plainText() const
{
    QStringList lines;
    for (const Fact &fact : m_facts)
        lines += fact.label + QStringLiteral(": ") + fact.value;
    return lines.join(u'\n');
}

QSize Facts::sizeHint() const
{
    return {344, int(m_facts.size()) * LineHeight};
}

void Facts::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QRectF line(0, 0, width(), LineHeight);
    for (const Fact &fact : m_facts) {
        painter.setFont(fontOf(Type::Note));
        painter.setPen(look()[Shade::Text3]);
        painter.drawText(line, Qt::AlignVCenter, fact.label);
        QRectF value = line.adjusted(ValueLeft, 0, 0, 0);
        painter.setFont(fontOf(Type::Body));
        painter.setPen(look()[Shade::Text]);
        if (fact.mark.glyph != Glyph::None) {
            drawMark(&painter, QRectF(value.left(), value.center().y() - 7, 14, 14), fact.mark);
            value.adjust(20, 0, 0, 0);
            painter.setFont(fontOf(Type::Emphasis));
            painter.setPen(look().tone(fact.mark.tone));
        }
        drawFigures(&painter, value, Qt::AlignVCenter,
                    QFontMetricsF(painter.font())
                        .elidedText(fact.value, Qt::ElideRight, value.width() - 12));
        line.translate(0, LineHeight);
    }
}

} // namespace Spawn
