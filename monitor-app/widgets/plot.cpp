// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot.h"

#include "look/figures.h"
#include "look/theme.h"
#include "look/type.h"

#include <QtCore/QtMath>

#include <algorithm>

namespace Spawn {

// Where the hairlines are.
static QSharedPointer<QCPAxisTicker> tickerFor(const QList<Plot::Label> &labels)
{
    QSharedPointer<QCPAxisTickerText> ticker(new QCPAxisTickerText);
    for (const Plot::Label &label : labels)
        ticker->addTick(label.at, QString());
    return ticker;
}

Plot::Plot(QWidget *parent) : QCustomPlot(parent)
{
    for (QCPAxis *const axis : {xAxis, yAxis}) {
        axis->setBasePen(Qt::NoPen);
        axis->setTickPen(Qt::NoPen);
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabels(false);
        axis->setPadding(0);
        axis->grid()->setZeroLinePen(Qt::NoPen);
        axis->grid()->setAntialiased(false);
    }
    xAxis->grid()->setVisible(false);
    plotLayout()->setMargins(QMargins());
    axisRect()->setAutoMargins(QCP::msNone);
    fitLabels();
    setAntialiasedElements(QCP::aePlottables);
    if (Theme *const theme = Theme::instance())
        connect(theme, &Theme::changed, this, &Plot::applyLook);
    // What colours the series is not there before the constructor is done.
    QMetaObject::invokeMethod(this, &Plot::applyLook, Qt::QueuedConnection);
}

void Plot::setRoom(const QMargins &room)
{
    m_room = room;
    fitLabels();
}

static QFont labelFont(const Plot::Label &label)
{
    return fontOf(label.strong ? Type::CaptionStrong : Type::Caption);
}

void Plot::fitLabels()
{
    qreal width = sideWidth();
    for (const Label &label : std::as_const(m_valueLabels))
        width = std::max(width, figuresWidth(labelFont(label), label.text));
    const int height = qCeil(QFontMetricsF(fontOf(Type::CaptionStrong)).height());
    // The highest label is beside the highest hairline.
    axisRect()->setMargins(QMargins(0, std::max(m_room.top(), height / 2),
                                    std::max(m_room.right(), LabelGap + qCeil(width) + 1),
                                    height + 6 + m_room.bottom()));
}

void Plot::changeEvent(QEvent *event)
{
    QCustomPlot::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        fitLabels();
        replotLater();
    }
}

void Plot::setValueLabels(const QList<Label> &labels)
{
    m_valueLabels = labels;
    yAxis->setTicker(tickerFor(labels));
    fitLabels();
}

void Plot::setTimeLabels(const QList<Label> &labels, bool centred)
{
    m_timeLabels = labels;
    m_centred = centred;
}

void Plot::applyLook()
{
    setBackground(QBrush(look()[Shade::Surface]));
    yAxis->grid()->setPen(QPen(look()[Shade::Line], 1));
    colour();
    replotLater();
}

void Plot::paintEvent(QPaintEvent *event)
{
    QCustomPlot::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect area = axisRect()->rect();
    const auto setType = [&painter](const Label &label) {
        painter.setFont(labelFont(label));
        painter.setPen(look()[label.strong ? Shade::Text : Shade::Text3]);
    };
    for (const Label &label : m_valueLabels) {
        setType(label);
        const qreal y = yAxis->coordToPixel(label.at);
        drawFigures(&painter, QRectF(area.right() + LabelGap, y - 8, width(), 16),
                    Qt::AlignVCenter | Qt::AlignLeft, label.text);
    }
    for (int i = 0; i < m_timeLabels.size(); ++i) {
        const Label &label = m_timeLabels.at(i);
        setType(label);
        const qreal x = xAxis->coordToPixel(label.at);
        if (x < area.left() || x > area.right() + 1)
            continue;
        const qreal y = area.bottom() + 3;
        const Qt::Alignment side = m_centred || (i > 0 && i + 1 < m_timeLabels.size())
            ? Qt::AlignHCenter
            : i == 0 ? Qt::AlignLeft
                     : Qt::AlignRight;
        const QRectF place = side == Qt::AlignLeft ? QRectF(x, y, 200, 16)
            : side == Qt::AlignRight               ? QRectF(x - 200, y, 200, 16)
                                                   : QRectF(x - 100, y, 200, 16);
        drawFigures(&painter, place, Qt::AlignVCenter | side, label.text);
    }
    paintOver(&painter);
}

} // namespace Spawn
