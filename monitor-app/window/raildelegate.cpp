// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/raildelegate.h"

#include "look/figures.h"
#include "look/glyph.h"
#include "look/lookstyle.h"
#include "look/theme.h"
#include "look/type.h"
#include "models/cellrole.h"

#include <QtGui/QPainter>

namespace Spawn {

RailDelegate::RailDelegate(Kind kind, QObject *parent) : QStyledItemDelegate(parent), m_kind(kind)
{
}

void RailDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF row = QRectF(option.rect).adjusted(8, 0, -8, -2);
    const bool current = option.state & QStyle::State_Selected;
    const bool page = m_kind == Kind::Pages;
    if (current || (option.state & QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(look()[!current ? Shade::Chip : page ? Shade::Soft : Shade::Surface]);
        painter->drawRoundedRect(row, 6, 6);
    }
    const Mark mark = index.data(MarkRole).value<Mark>();
    const bool quiet = index.data(QuietRole).toBool();
    const QColor text = look()[current && page ? Shade::Accent
                                   : quiet     ? Shade::Text2
                                               : Shade::Text];
    const QRectF glyph(option.rect.left() + 20, row.center().y() - 7, 14, 14);
    drawGlyph(painter, glyph, mark.glyph,
              page || quiet ? (current ? text : look()[Shade::Text2]) : look().tone(mark.tone));

    QFont font = fontOf(Type::Body);
    if (current)
        font.setWeight(QFont::DemiBold);
    const QString key = index.data(KeyRole).toString();
    const QString number = key.isEmpty() ? index.data(NumberRole).toString() : key;
    QFont small = fontOf(key.isEmpty() ? Type::Body : Type::Caption);
    const qreal right = option.rect.right() + 1 - 20;
    painter->setFont(small);
    painter->setPen(current && page ? text : look()[Shade::Text3]);
    drawFigures(painter, QRectF(row.left(), row.top(), right - row.left(), row.height()),
                Qt::AlignVCenter | Qt::AlignRight, number);
    const qreal left = option.rect.left() + 42;
    // The count keeps the room of a digit more.
    const qreal room = right - figuresWidth(small, number + u'0') - left;
    painter->setFont(font);
    painter->setPen(text);
    painter->drawText(
        QRectF(left, row.top(), room, row.height()), Qt::AlignVCenter,
        QFontMetricsF(font).elidedText(index.data().toString(), Qt::ElideRight, room));
    if ((option.state & QStyle::State_HasFocus)
        && (option.state & QStyle::State_KeyboardFocusChange))
        drawFocusRing(painter, row);
    painter->restore();
}

QSize RailDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {160, 32};
}

} // namespace Spawn
