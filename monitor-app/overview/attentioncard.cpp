// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "overview/attentioncard.h"

#include "look/figures.h"
#include "look/glyph.h"
#include "look/theme.h"
#include "look/type.h"

#include <QtGui/QPainter>
#include <QtWidgets/QPushButton>

#include <algorithm>

namespace Spawn {

static constexpr int LineHeight = 34;
static constexpr int FirstLine = 31;
static constexpr int Most = 5;

AttentionCard::AttentionCard(QWidget *parent) : Card(QStringLiteral("Needs attention"), parent)
{
    for (int i = 0; i < Most; ++i) {
        auto *const button = new QPushButton(QStringLiteral("Show"), this);
        button->setFlat(true);
        button->setAutoDefault(false);
        button->hide();
        connect(button, &QPushButton::clicked, this, [this, i] {
            if (i < m_list.size())
                Q_EMIT opened(m_list.at(i).subject);
        });
        m_buttons += button;
    }
    setAttention({});
}

int AttentionCard::shownCount() const
{
    return int(std::min<qsizetype>(Most, m_list.size()));
}

void AttentionCard::setAttention(const QList<Attention> &list)
{
    const bool grows = list.size() != m_list.size();
    m_list = list;
    setFact(QString::number(list.size()));
    placeButtons();
    if (grows)
        updateGeometry();
    update();
}

QSize AttentionCard::sizeHint() const
{
    const int lines = std::max(1, shownCount()) + (m_list.size() > Most ? 1 : 0);
    return {640, FirstLine + lines * LineHeight + 8};
}

void AttentionCard::resizeEvent(QResizeEvent *event)
{
    Card::resizeEvent(event);
    placeButtons();
}

void AttentionCard::placeButtons()
{
    for (int i = 0; i < Most; ++i) {
        QWidget *const button = m_buttons.at(i);
        button->setVisible(i < shownCount() && m_list.at(i).subject.kind != Subject::Kind::None);
        const QSize size = button->sizeHint();
        button->setGeometry(width() - Padding + 4 - size.width(), FirstLine + i * LineHeight + 3,
                            size.width(), size.height());
        if (i < shownCount()) {
            button->setAccessibleName(QStringLiteral("Show: ") + m_list.at(i).headline);
        }
    }
}

void AttentionCard::paintEvent(QPaintEvent *event)
{
    Card::paintEvent(event);
    QPainter painter(this);
    const QFont strong = fontOf(Type::Emphasis);
    const QFont plain = fontOf(Type::Body);
    QRectF line(Padding + 22, FirstLine, width() - 2 * Padding - 22 - 60, LineHeight);
    if (m_list.isEmpty()) {
        drawMark(&painter, QRectF(Padding + 2, FirstLine + 10, 14, 14), {Glyph::Tick, Tone::Ok});
        painter.setFont(plain);
        painter.setPen(look()[Shade::Text2]);
        painter.drawText(line, Qt::AlignVCenter, QStringLiteral("Nothing does. All is well."));
        return;
    }
    for (int i = 0; i < shownCount(); ++i) {
        const Attention &attention = m_list.at(i);
        drawMark(&painter, QRectF(Padding + 2, line.center().y() - 7, 14, 14), attention.mark);
        painter.setFont(strong);
        painter.setPen(look()[Shade::Text]);
        drawFigures(&painter, line, Qt::AlignVCenter, attention.headline);
        const qreal x = figuresWidth(strong, attention.headline) + 10;
        painter.setFont(plain);
        painter.setPen(look()[Shade::Text3]);
        drawFigures(
            &painter, line.adjusted(x, 0, 0, 0), Qt::AlignVCenter,
            QFontMetricsF(plain).elidedText(attention.detail, Qt::ElideRight, line.width() - x));
        line.translate(0, LineHeight);
    }
    if (m_list.size() > Most) {
        painter.setFont(plain);
        painter.setPen(look()[Shade::Text3]);
        painter.drawText(line, Qt::AlignVCenter,
                         QStringLiteral("and %1 more").arg(m_list.size() - Most));
    }
}

} // namespace Spawn
