// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/rowheader.h"

#include "look/glyph.h"
#include "look/theme.h"
#include "look/type.h"
#include "widgets/rowtable.h"

#include <QtGui/QPainter>

namespace Spawn {

static constexpr int ArrowSize = 14;

RowHeader::RowHeader(QWidget *parent) : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setHighlightSections(false);
    setSectionsMovable(true);
    setFirstSectionMovable(false);
    setMinimumSectionSize(48);
    setFrameShape(QFrame::NoFrame);
}

QSize RowHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), 28};
}

void RowHeader::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(rect(), look()[Shade::Surface]);
    painter.fillRect(0, height() - 1, width(), 1, look()[Shade::Line2]);
    painter.end();
    QHeaderView::paintEvent(event);
}

void RowHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == section;
    const auto alignment
        = Qt::Alignment(model()->headerData(section, orientation(), Qt::TextAlignmentRole).toInt());
    const QString text = model()->headerData(section, orientation()).toString();
    const int inset = visualIndex(section) == 0 ? RowTable::FirstInset : 8;
    const bool last = visualIndex(section) == count() - 1;
    const QRect area = rect.adjusted(inset, 0, last ? -RowTable::LastInset : -8, -1);
    painter->save();
    painter->fillRect(rect, look()[Shade::Surface]);
    painter->fillRect(rect.left(), rect.bottom(), rect.width(), 1, look()[Shade::Line2]);
    painter->setFont(fontOf(Type::Header));
    painter->setPen(look()[sorted ? Shade::Text : Shade::Text3]);
    const int width = QFontMetrics(painter->font()).horizontalAdvance(text);
    const bool right = alignment & Qt::AlignRight;
    if (sorted) {
        const int x = right ? area.right() - width - ArrowSize : area.left() + width + 2;
        drawGlyph(painter, QRectF(x, area.center().y() - 6, ArrowSize, ArrowSize),
                  sortIndicatorOrder() == Qt::AscendingOrder ? Glyph::ChevronUp
                                                             : Glyph::ChevronDown,
                  look()[Shade::Text]);
    }
    painter->drawText(area, int(Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft)), text);
    painter->restore();
}

QSize RowHeader::sectionSizeFromContents(int section) const
{
    const QString text = model()->headerData(section, orientation()).toString();
    return {QFontMetrics(fontOf(Type::Header)).horizontalAdvance(text) + 16 + ArrowSize + 2, 28};
}

} // namespace Spawn
