// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/sectiontitle.h"

#include "look/theme.h"
#include "look/type.h"

#include <QtGui/QPainter>

namespace Spawn {

SectionTitle::SectionTitle(const QString &text, QWidget *parent) : QWidget(parent), m_text(text)
{
    setFixedHeight(20);
    setAccessibleName(text);
}

void SectionTitle::setText(const QString &text)
{
    m_text = text;
    setAccessibleName(text);
    update();
}

void SectionTitle::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(fontOf(Type::CardTitle));
    painter.setPen(look()[Shade::Text2]);
    painter.drawText(rect(), Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(m_text, Qt::ElideRight, width()));
}

} // namespace Spawn
