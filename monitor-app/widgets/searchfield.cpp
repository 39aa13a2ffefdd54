// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/searchfield.h"

#include "look/glyph.h"
#include "look/theme.h"
#include "look/type.h"

#include <QtGui/QPainter>

namespace Spawn {

SearchField::SearchField(const QString &placeholder, const QString &key, QWidget *parent)
    : QLineEdit(parent), m_key(key)
{
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    setToolTip(QStringLiteral("%1 (%2)").arg(placeholder, key));
    setTextMargins(24, 0, 8, 0);
    setAttribute(Qt::WA_MacShowFocusRect, false);
}

void SearchField::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    drawGlyph(&painter, QRectF(8, (height() - 14) / 2.0, 14, 14), Glyph::Lens,
              look()[Shade::Text2]);
    if (!text().isEmpty() || hasFocus())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(fontOf(Type::CaptionStrong));
    const int width = QFontMetrics(painter.font()).horizontalAdvance(m_key) + 10;
    const QRectF cap(this->width() - width - 6, (height() - 16) / 2.0, width, 16);
    painter.setPen(Qt::NoPen);
    painter.setBrush(look()[Shade::Chip]);
    painter.drawRoundedRect(cap, 4, 4);
    painter.setPen(look()[Shade::Text3]);
    painter.drawText(cap, Qt::AlignCenter, m_key);
}

} // namespace Spawn
