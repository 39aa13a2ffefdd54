// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "overview/queuecard.h"

#include "look/figures.h"
#include "look/theme.h"
#include "look/type.h"
#include "models/quantity.h"
#include "widgets/curve.h"

#include <QtGui/QPainter>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace Spawn {

static constexpr int DepthTop = 116;
static constexpr int DepthHeight = 62;
static constexpr int FactsTop = DepthTop + DepthHeight + 10;
static constexpr int FactHeight = 22;

QueueCard::QueueCard(QWidget *parent)
    : Card(QStringLiteral("Queue"), parent), m_curve(new Curve(DepthHeight, this))
{
    m_curve->setAccessibleName(QStringLiteral("Commands waiting, last 60 s"));
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(Padding, DepthTop, Padding, 0);
    layout->addWidget(m_curve);
    layout->addStretch();
}

void QueueCard::setQueue(const QueueSnapshot &queue, const Mark &oldestMark)
{
    m_queue = queue;
    m_oldestMark = oldestMark;
    setAccessibleDescription(QStringLiteral("%1 waiting, %2 running, oldest %3")
                                 .arg(queue.waiting)
                                 .arg(queue.running)
                                 .arg(spanText(queue.oldest)));
    update();
}

void QueueCard::setSamples(const QList<Sample> &samples)
{
    QList<double> values;
    m_most = 0;
    for (const Sample &sample : samples) {
        values += sample.waiting;
        m_most = std::max(m_most, sample.waiting);
    }
    m_curve->setValues(values, 60);
    update();
}

QList<QueueCard::Figure> QueueCard::figures() const
{
    const Quantity oldest = splitQuantity(spanText(m_queue.oldest));
    return {
        {countText(quint64(m_queue.waiting)), {}, QStringLiteral("waiting")},
        {countText(quint64(m_queue.running)),
         m_queue.runningLimit > 0 ? QStringLiteral("of ") + countText(quint64(m_queue.runningLimit))
                                  : QString(),
         QStringLiteral("running")},
        {oldest.value, oldest.unit, QStringLiteral("oldest"), m_oldestMark.tone},
    };
}

bool QueueCard::showsAll() const
{
    const qreal column = (width() - 2 * Padding) / 3.0;
    const QList<Figure> all = figures();
    const bool fits = std::all_of(all.begin(), all.end(), [column](const Figure &figure) {
        return figuresWidth(fontOf(Type::Figure), figure.value) + 6
            + figuresWidth(fontOf(Type::Body), figure.rest)
            <= column;
    });
    return fits && Card::showsAll() && height() >= FactsTop + 2 * FactHeight;
}

void QueueCard::paintEvent(QPaintEvent *event)
{
    Card::paintEvent(event);
    QPainter painter(this);
    const qreal inner = width() - 2 * Padding;
    qreal x = Padding;
    for (const Figure &figure : figures()) {
        const bool over = figure.tone != Tone::Neutral && figure.tone != Tone::Ok;
        painter.setPen(over ? look().tone(figure.tone) : look()[Shade::Text]);
        painter.setFont(fontOf(figure.value.size() > 6 ? Type::Page : Type::Figure));
        const QRectF line(x, 32, inner / 3, 34);
        drawFigures(&painter, line, Qt::AlignVCenter, figure.value);
        const qreal width = figuresWidth(painter.font(), figure.value);
        painter.setFont(fontOf(Type::Body));
        painter.setPen(over ? look().tone(figure.tone) : look()[Shade::Text3]);
        drawFigures(&painter, line.adjusted(width + 6, 8, 0, 0), Qt::AlignVCenter, figure.rest);
        painter.setFont(fontOf(Type::Note));
        painter.setPen(look()[Shade::Text2]);
        painter.drawText(QRectF(x, 66, inner / 3, 18), Qt::AlignVCenter, figure.caption);
        x += inner / 3;
    }
    const QRectF caption(Padding, 98, inner, 16);
    painter.setFont(fontOf(Type::Caption));
    painter.setPen(look()[Shade::Text2]);
    drawFigures(&painter, caption, Qt::AlignVCenter, QStringLiteral("Waiting, last 60 s"));
    drawFigures(&painter, caption, Qt::AlignVCenter | Qt::AlignRight,
                QStringLiteral("max ") + countText(quint64(m_most)));

    const std::pair<QString, QString> facts[] = {
        {QStringLiteral("Queue limit"),
         m_queue.lengthLimit > 0 ? countText(quint64(m_queue.lengthLimit))
                                 : QStringLiteral("None")},
        {QStringLiteral("When full"),
         m_queue.lengthLimit > 0 ? QStringLiteral("Reject") : QStringLiteral("Never full")},
    };
    QRectF line(Padding, FactsTop, inner, FactHeight);
    painter.setFont(fontOf(Type::Body));
    for (const auto &[label, value] : facts) {
        painter.setPen(look()[Shade::Text2]);
        painter.drawText(line, Qt::AlignVCenter, label);
        painter.setPen(look()[Shade::Text]);
        drawFigures(&painter, line, Qt::AlignVCenter | Qt::AlignRight, value);
        line.translate(0, FactHeight);
    }
}

} // namespace Spawn
