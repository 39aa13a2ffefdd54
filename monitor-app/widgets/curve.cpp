// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/curve.h"

#include "look/theme.h"

#include <QtGui/QPainter>
#include <QtGui/QPainterPath>

#include <algorithm>
#include <cmath>

namespace Spawn {

double scaleStep(double value)
{
    if (value <= 0)
        return 1;
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 5.0}) {
        if (value <= step * power * 1.000001)
            return step * power;
    }
    return 10 * power;
}

Curve::Curve(int height, QWidget *parent) : QWidget(parent), m_height(height)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Curve::setValues(const QList<double> &values, int capacity)
{
    m_values = values;
    m_capacity = std::max(2, capacity);
    const auto largest = std::max_element(values.begin(), values.end());
    const double needed = std::max(m_floor, largest == values.end() ? 0.0 : *largest);
    constexpr int patience = 10;
    if (needed >= m_maximum || ++m_lower > patience) {
        m_maximum = needed;
        m_lower = 0;
    }
    update();
}

void Curve::setFloor(double maximum)
{
    m_floor = maximum;
    m_maximum = std::max(m_maximum, maximum);
}

void Curve::setLineWidth(qreal width)
{
    m_lineWidth = width;
}

void Curve::setShowsDot(bool shows)
{
    m_showsDot = shows;
}

void Curve::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    constexpr qreal dot = 2.5;
    const QRectF area = QRectF(rect()).adjusted(0, dot, m_showsDot ? -dot : 0, -1);
    painter.fillRect(QRectF(0, height() - 1, width(), 1), look()[Shade::Line]);
    const int first = std::max(0, int(m_values.size()) - m_capacity);
    const auto point = [&](int i) {
        const int fromNow = int(m_values.size()) - 1 - i;
        return QPointF(area.right() - area.width() * fromNow / (m_capacity - 1),
                       area.bottom() - area.height() * std::min(1.0, m_values.at(i) / m_maximum));
    };
    const QColor &accent = look()[Shade::Accent];
    QColor fill = accent;
    fill.setAlphaF(0.13F);
    for (int i = first; i < m_values.size();) {
        if (m_values.at(i) < 0) {
            ++i;
            continue;
        }
        const int from = i;
        QPainterPath line(point(i));
        for (++i; i < m_values.size() && m_values.at(i) >= 0; ++i)
            line.lineTo(point(i));
        QPainterPath ground = line;
        ground.lineTo(point(i - 1).x(), area.bottom());
        ground.lineTo(point(from).x(), area.bottom());
        painter.fillPath(ground, fill);
        painter.strokePath(line,
                           QPen(accent, m_lineWidth, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
    }
    if (m_showsDot && !m_values.isEmpty() && m_values.last() >= 0) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(accent);
        painter.drawEllipse(point(int(m_values.size()) - 1), dot, dot);
    }
}

} // namespace Spawn
