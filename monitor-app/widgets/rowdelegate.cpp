// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/rowdelegate.h"

#include "look/figures.h"
#include "look/glyph.h"
#include "look/theme.h"
#include "look/type.h"
#include "models/cellrole.h"
#include "widgets/rowtable.h"
#include "widgets/rowtree.h"

#include <QtGui/QPainter>

namespace Spawn {

static bool isHovered(const QWidget *view, const QModelIndex &index)
{
    if (const auto *const table = qobject_cast<const RowTable *>(view))
        return table->hoveredRow() == index.row();
    const auto *const tree = qobject_cast<const RowTree *>(view);
    return tree && tree->hoveredRow() == index.siblingAtColumn(0);
}

void RowDelegate::paintGround(QPainter *painter, const QStyleOptionViewItem &option,
                              const QModelIndex &index)
{
    const bool selected = option.state & QStyle::State_Selected;
    if (selected)
        painter->fillRect(option.rect, look()[Shade::Soft]);
    else if (isHovered(option.widget, index))
        painter->fillRect(option.rect, look()[Shade::Hover]);
    painter->fillRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1,
                      look()[Shade::Line]);
    if (selected && option.rect.left() == 0)
        painter->fillRect(option.rect.left(), option.rect.top(), 3, option.rect.height(),
                          look()[Shade::Accent]);
}

bool RowDelegate::isLast(const QWidget *view, int column)
{
    const QHeaderView *header = nullptr;
    if (const auto *const table = qobject_cast<const RowTable *>(view))
        header = table->horizontalHeader();
    else if (const auto *const tree = qobject_cast<const RowTree *>(view))
        header = tree->header();
    return header && header->visualIndex(column) == header->count() - 1;
}

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                        const QModelIndex &index) const
{
    painter->save();
    paintGround(painter, option, index);
    QRectF area = QRectF(option.rect).adjusted(8, 0, -8, -1);
    // In a tree it is indented already.
    if (index.column() == 0) {
        const bool inTable = qobject_cast<const RowTable *>(option.widget);
        area.setLeft(option.rect.left() + (inTable ? RowTable::FirstInset : 0));
    }
    if (isLast(option.widget, index.column()))
        area.setRight(option.rect.right() - RowTable::LastInset);
    const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
    const QString text = index.data(Qt::DisplayRole).toString();
    QColor color = look()[index.data(QuietRole).toBool() ? Shade::Text3 : Shade::Text];
    const QVariant markValue = index.data(MarkRole);
    if (markValue.isValid()) {
        const Mark mark = markValue.value<Mark>();
        drawMark(painter, QRectF(area.left(), area.center().y() - 7, 14, 14), mark);
        area.adjust(22, 0, 0, 0);
        // What went well needs no coloured word.
        color = mark.tone == Tone::Ok ? look()[Shade::Text2] : look().tone(mark.tone);
    }
    painter->setFont(fontOf(Type::Body));
    painter->setPen(color);
    if (index.data(FiguresRole).toBool()) {
        const QColor unit = look()[Shade::Text3];
        drawQuantity(painter, area, alignment, text,
                     {fontOf(Type::Body), color, fontOf(Type::Body), unit});
    } else {
        const QFontMetricsF metrics(painter->font());
        painter->drawText(area, int(alignment | Qt::TextSingleLine),
                          metrics.elidedText(text, Qt::ElideRight, area.width()));
    }
    painter->restore();
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const QuantityStyle style{fontOf(Type::Body), {}, fontOf(Type::Body), {}};
    const int glyph = index.data(MarkRole).isValid() ? 22 : 0;
    const int inset = index.column() == 0 ? RowTable::FirstInset + 8 : 16;
    return {qCeil(quantityWidth(style, index.data().toString())) + glyph + inset + 2, 28};
}

} // namespace Spawn
