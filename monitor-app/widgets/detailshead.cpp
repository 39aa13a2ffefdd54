// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/detailshead.h"

#include "look/figures.h"
#include "look/glyph.h"
#include "look/theme.h"
#include "look/type.h"
#include "widgets/quietbutton.h"

#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>

namespace Spawn {

static constexpr int DetailsHeadHeight = 44;

DetailsHead::DetailsHead(QWidget *parent) : QWidget(parent)
{
    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 8, 0, 8);
    row->setSpacing(4);
    auto *const copy = new QuietButton;
    copy->setMark({Glyph::Copy, Tone::Neutral});
    copy->setToolTip(QStringLiteral("Copy what is known (Ctrl+C)"));
    copy->setAccessibleName(QStringLiteral("Copy"));
    connect(copy, &QAbstractButton::clicked, this, &DetailsHead::copyRequested);
    m_copy = copy;
    auto *const close = new QuietButton;
    close->setMark({Glyph::Cross, Tone::Neutral});
    close->setToolTip(QStringLiteral("Close the details (Esc)"));
    close->setAccessibleName(QStringLiteral("Close"));
    connect(close, &QAbstractButton::clicked, this, &DetailsHead::closeRequested);
    row->addStretch();
    row->addWidget(copy);
    row->addWidget(close);
}

void DetailsHead::setText(const Mark &mark, const QString &title, const QString &note)
{
    m_mark = mark;
    m_title = title;
    m_note = note;
    setAccessibleName(plainText());
    update();
}

void DetailsHead::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    drawMark(&painter, QRectF(2, DetailsHeadHeight / 2.0 - 7, 14, 14), m_mark);
    const QRectF line(26, 0, m_copy->x() - 38, DetailsHeadHeight);
    QFont strong = fontOf(Type::Body);
    strong.setWeight(QFont::DemiBold);
    const auto draw = [&painter](const QRectF &rect, const QString &text) {
        drawFigures(&painter, rect, Qt::AlignVCenter,
                    painter.fontMetrics().elidedText(text, Qt::ElideRight, int(rect.width())));
    };
    painter.setFont(strong);
    painter.setPen(look()[Shade::Text]);
    draw(line, m_title);
    const qreal x = figuresWidth(strong, m_title) + 13;
    if (x >= line.width())
        return;
    painter.setFont(fontOf(Type::Body));
    painter.setPen(look()[Shade::Text3]);
    draw(line.adjusted(x, 0, 0, 0), m_note);
}

} // namespace Spawn
