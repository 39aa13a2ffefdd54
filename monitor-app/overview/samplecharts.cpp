// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "overview/samplecharts.h"

#include "look/theme.h"
#include "look/type.h"
#include "models/quantity.h"
#include "widgets/curve.h"

#include <algorithm>
#include <cmath>
#include <vector>

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

// Lines too near to each other for a name on each have one together, above them or else below.
void WaitingChart::paintOver(QPainter *painter)
{
    struct Name
    {
        QString text;
        qreal top; // of its lines
        qreal bottom;
    };
    static const QString names[]
        = {QStringLiteral("p50"), QStringLiteral("p95"), QStringLiteral("p99")};
    painter->setFont(fontOf(Type::CaptionStrong));
    painter->setPen(look()[Shade::Accent]);
    const QFontMetricsF metrics(painter->font());
    const qreal width = metrics.horizontalAdvance(names[1] + QStringLiteral(", ") + names[2]);
    const qreal left
        = std::min<qreal>(xAxis->coordToPixel(-Seconds / 5.0), axisRect()->right() - width);
    const double from = xAxis->pixelToCoord(left);
    const double to = xAxis->pixelToCoord(left + width);
    std::vector<Name> shown;
    for (size_t i = 0; i < m_lines.size(); ++i) {
        const auto points = m_lines[i]->data();
        const auto at = points->findBegin(from);
        if (at == points->constEnd() || std::isnan(at->value))
            continue;
        double highest = at->value;
        double lowest = at->value;
        for (auto it = at; it != points->constEnd() && it->key < to; ++it) {
            highest = std::max(highest, it->value);
            lowest = std::min(lowest, it->value);
        }
        const qreal top = yAxis->coordToPixel(highest);
        const qreal bottom = yAxis->coordToPixel(lowest);
        if (shown.empty() || shown.back().top - bottom >= metrics.height() + 2) {
            shown.push_back({names[i], top, bottom});
        } else {
            shown.back().text += QStringLiteral(", ") + names[i];
            shown.back().top = std::min(shown.back().top, top);
        }
    }
    for (const Name &name : shown) {
        qreal baseline = name.top - 2 - metrics.descent();
        if (baseline < metrics.ascent())
            baseline = name.bottom + 2 + metrics.ascent();
        painter->drawText(QPointF(left, baseline), name.text);
    }
}

} // namespace Spawn
