// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/cutoffband.h"

#include "look/figures.h"
#include "look/glyph.h"
#include "look/theme.h"
#include "look/type.h"
#include "models/momenttext.h"

#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>

namespace Spawn {

CutOffBand::CutOffBand(QWidget *parent) : QWidget(parent)
{
    setFixedHeight(40);
    auto *const button = new QPushButton(QStringLiteral("Detach"));
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, &CutOffBand::detachRequested);
    m_button = button;
    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 24, 0);
    row->addStretch();
    row->addWidget(button);
}

void CutOffBand::setCut(qint64 moment, const QString &reason)
{
    m_when = QStringLiteral("Cut off at %1").arg(clockText(moment));
    m_reason = reason;
    setAccessibleName(m_when + QStringLiteral(": ") + reason);
    update();
}

void CutOffBand::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), look()[Shade::WarnTint]);
    drawMark(&painter, QRectF(24, 13, 14, 14), {Glyph::WarningSign, Tone::Warn});
    const QRectF line(48, 0, m_button->x() - 60, height());
    painter.setFont(fontOf(Type::Emphasis));
    painter.setPen(look()[Shade::Text]);
    drawFigures(&painter, line, Qt::AlignVCenter, m_when);
    const qreal x = figuresWidth(painter.font(), m_when) + 12;
    painter.setFont(fontOf(Type::Body));
    painter.setPen(look()[Shade::Text2]);
    painter.drawText(
        line.adjusted(x, 0, 0, 0), Qt::AlignVCenter,
        QFontMetricsF(painter.font()).elidedText(m_reason, Qt::ElideRight, line.width() - x));
}

} // namespace Spawn
