// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pagehead.h"

#include "look/figures.h"
#include "look/theme.h"
#include "look/type.h"

#include <QtGui/QPainter>

namespace Spawn {

PageHead::PageHead(const QString &title, QWidget *parent) : QWidget(parent), m_title(title)
{
    setFixedHeight(42);
}

void PageHead::setNote(const QString &note, Tone tone)
{
    if (note == m_note && tone == m_tone)
        return;
    m_note = note;
    m_tone = tone;
    setAccessibleDescription(note);
    update();
}

void PageHead::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(fontOf(Type::Page));
    painter.setPen(look()[Shade::Text]);
    painter.drawText(QRectF(20, 11, width(), 26), Qt::AlignVCenter, m_title);
    painter.setFont(fontOf(Type::Note));
    painter.setPen(look().tone(m_tone));
    drawFigures(&painter, QRectF(0, 11, width() - 25, 25), Qt::AlignVCenter | Qt::AlignRight,
                m_note);
}

} // namespace Spawn
