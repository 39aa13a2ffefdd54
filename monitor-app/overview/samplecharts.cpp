// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "overview/samplecharts.h"

#include "look/theme.h"
#include "look/type.h"
#include "models/quantity.h"
#include "widgets/curve.h"

#include <algorithm>
#include <cmath>

namespace Spawn {

static constexpr int Seconds = 60;

bool LiveScale::take(double largest)
{
    const double step = scaleStep(std::max(largest, 1e-9) / 4);
    const int steps = std::max(2, int(std::ceil(largest / step - 1e-9)));
    if (step * steps == top())
        m_lower = 0;
    if (step * steps == top() || (step * steps < top() && ++m_lower <= 10))
        return false;
    m_lower = 0;
    m_step = step;
    m_steps = steps;
    return true;
}

static QList<Plot::Label> sixtySeconds()
{
    return {{-Seconds, QStringLiteral("60 s ago")},
            {-Seconds / 2.0, QStringLiteral("30")},
            {0, QStringLiteral("now")}};
}

// In seconds, now is 0.
static double keyOf(const Sample &sample, const QList<Sample> &samples)
{
    return double(sample.time - samples.last().time) / 1000;
}

StartedChart::StartedChart(QWidget *parent) : Plot(parent), m_bars(new QCPBars(xAxis, yAxis))
{
    setAccessibleName(QStringLiteral("Commands started per second, last 60 s"));
    m_bars->setWidth(0.76);
    m_bars->setPen(Qt::NoPen);
    m_bars->setAntialiased(true);
    xAxis->setRange(-Seconds, 0.5);
    setTimeLabels(sixtySeconds());
    setSamples({});
}

void StartedChart::setSamples(const QList<Sample> &samples)
{
    QVector<double> keys;
    QVector<double> values;
    for (const Sample &sample : samples) {
        if (sample.startedPerSecond < 0)
            continue;
        keys += keyOf(sample, samples);
        values += sample.startedPerSecond;
    }
    m_bars->setData(keys, values);
    const double largest = values.isEmpty() ? 0 : *std::max_element(values.begin(), values.end());
    // Fewer than two a second is still a scale of whole commands.
    if (m_scale.take(std::max(2.0, largest))) {
        QList<Label> labels;
        for (double at = 0; at <= m_scale.top() * 1.001; at += m_scale.step())
            labels += {at, countText(quint64(std::llround(at)))};
        setValueLabels(labels);
        yAxis->setRange(0, m_scale.top());
    }
    replotLater();
}

void StartedChart::colour()
{
    QColor accent = look()[Shade::Accent];
    accent.setAlphaF(0.85F);
    m_bars->setBrush(accent);
}

WaitingChart::WaitingChart(QWidget *parent) : Plot(parent)
{
    setAccessibleName(QStringLiteral("Time waiting, last 60 s"));
    for (QCPGraph *&line : m_lines) {
        line = addGraph();
        line->setAdaptiveSampling(true);
    }
    xAxis->setRange(-Seconds, 0);
    setTimeLabels(sixtySeconds());
    setSamples({});
}

void WaitingChart::setSamples(const QList<Sample> &samples)
{
    std::array<QVector<double>, 3> values;
    QVector<double> keys;
    double largest = 0;
    for (const Sample &sample : samples) {
        keys += keyOf(sample, samples);
        const std::chrono::microseconds waits[]
            = {sample.waitMedian, sample.waitP95, sample.waitP99};
        for (size_t i = 0; i < values.size(); ++i) {
            const double ms = double(waits[i].count()) / 1000;
            // Nothing was started: a gap.
            values[i] += ms < 0 ? std::nan("") : ms;
            largest = std::max(largest, ms);
        }
    }
    for (size_t i = 0; i < values.size(); ++i)
        m_lines[i]->setData(keys, values[i], true);
    if (m_scale.take(std::max(1.0, largest))) {
        QList<Label> labels;
        const bool seconds = m_scale.top() >= 2000;
        for (double at = 0; at <= m_scale.top() * 1.001; at += m_scale.step()) {
            const double shown = seconds ? at / 1000 : at;
            labels += {at,
                       at == 0 ? QStringLiteral("0")
                               : QString::number(shown)
                               + (seconds ? QStringLiteral(" s") : QStringLiteral(" ms"))};
        }
        setValueLabels(labels);
        yAxis->setRange(0, m_scale.top());
    }
    replotLater();
}

void WaitingChart::colour()
{
    const Qt::PenStyle styles[] = {Qt::SolidLine, Qt::DashLine, Qt::DotLine};
    for (size_t i = 0; i < m_lines.size(); ++i)
        m_lines[i]->setPen(QPen(look()[Shade::Accent], 1.6, styles[i]));
}

void WaitingChart::paintOver(QPainter *painter)
{
    static const char *const names[] = {"p50", "p95", "p99"};
    painter->setFont(fontOf(Type::CaptionStrong));
    painter->setPen(look()[Shade::Accent]);
    const QRect area = axisRect()->rect();
    qreal below = area.bottom() + 3; // a name keeps clear of the one below it
    for (size_t i = 0; i < m_lines.size(); ++i) {
        const auto points = m_lines[i]->data();
        const auto at = points->findBegin(-Seconds / 5.0);
        if (at == points->constEnd() || std::isnan(at->value))
            continue;
        const qreal x = xAxis->coordToPixel(-Seconds / 5.0);
        // Above what the line does in the width of its name.
        double highest = at->value;
        for (auto it = at; it != points->constEnd() && it->key < -Seconds / 5.0 + 5; ++it)
            highest = std::max(highest, it->value);
        const qreal bottom = std::min(yAxis->coordToPixel(highest) - 2, below);
        if (bottom - 12 < area.top())
            break;
        painter->drawText(QRectF(x - 4, bottom - 13, 40, 13), Qt::AlignLeft | Qt::AlignBottom,
                          QString::fromLatin1(names[i]));
        below = bottom - 13;
    }
}

} // namespace Spawn
