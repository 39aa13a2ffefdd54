// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/durationchart.h"

#include "look/figures.h"
#include "look/theme.h"
#include "look/type.h"
#include "models/quantity.h"

#include <QtCore/QtMath>
#include <QtGui/QPainter>

#include <algorithm>
#include <cmath>

namespace Spawn {

using std::chrono::microseconds;

// The axis is in powers of two of a microsecond: the bar of those that took less than 2^n ends at
// n.
static double placeOf(microseconds duration)
{
    return std::log2(std::max(0.5, double(duration.count())));
}

DurationChart::DurationChart(const QString &name, QWidget *parent)
    : Plot(parent), m_name(name), m_bars(new QCPBars(xAxis, yAxis))
{
    setAccessibleName(name);
    m_bars->setWidth(0.84);
    m_bars->setPen(Qt::NoPen);
    m_bars->setAntialiased(false);
    setMarkRoom();
    setSummary({});
}

void DurationChart::setMarkRoom()
{
    setRoom({0, qCeil(QFontMetricsF(fontOf(Type::CaptionStrong)).height()) + 4, 0, 0});
}

void DurationChart::setSummary(const DurationSummary &summary)
{
    m_summary = summary;
    QVector<double> keys;
    QVector<double> values;
    for (qsizetype power = 0; power < summary.powersOfTwo.size(); ++power) {
        keys += double(power) - 0.5;
        values += double(summary.powersOfTwo.at(power));
    }
    m_bars->setData(keys, values, true);
    showScale();
    setAccessibleDescription(summary.count == 0
                                 ? QStringLiteral("None has ended")
                                 : QStringLiteral("%1 jobs: half within %2, 90 % within %3, 99 % "
                                                  "within %4, the longest %5")
                                       .arg(countText(summary.count), durationText(summary.p50),
                                            durationText(summary.p90), durationText(summary.p99),
                                            durationText(summary.maximum)));
    replotLater();
}

void DurationChart::showScale()
{
    constexpr double least = 8; // a few bars are no broader than that many would be
    const QList<quint64> &powers = m_summary.powersOfTwo;
    const auto first = std::find_if(powers.begin(), powers.end(), [](quint64 n) { return n > 0; });
    double lower = first == powers.end() ? 8 : double(first - powers.begin()) - 1.5;
    double upper = std::max(double(powers.size()) - 0.5, placeOf(m_summary.p99) + 0.5);
    const double missing = std::max(0.0, least - (upper - lower)) / 2;
    lower -= missing;
    upper += missing;
    xAxis->setRange(lower, upper);

    const std::pair<microseconds, QString> moments[] = {
        {microseconds(1), QStringLiteral("1 µs")},
        {microseconds(32), QStringLiteral("32 µs")},
        {microseconds(1'000), QStringLiteral("1 ms")},
        {microseconds(32'000), QStringLiteral("32 ms")},
        {microseconds(1'000'000), QStringLiteral("1 s")},
        {microseconds(30'000'000), QStringLiteral("30 s")},
        {microseconds(600'000'000), QStringLiteral("10 min")},
        {microseconds(18'000'000'000), QStringLiteral("5 h")},
        {microseconds(518'400'000'000), QStringLiteral("6 d")},
    };
    QList<Label> labels;
    for (const auto &[moment, text] : moments) {
        const double place = placeOf(moment);
        if (place > lower + 0.6 && place < upper - 0.6)
            labels += {place, text};
    }
    setTimeLabels(labels, true);
    const quint64 most = powers.isEmpty() ? 0 : *std::max_element(powers.begin(), powers.end());
    const double top = double(std::max<quint64>(1, most));
    yAxis->setRange(0, top);
    setValueLabels({{0, QStringLiteral("0")}, {top, countText(quint64(top))}});
}

void DurationChart::colour()
{
    QColor accent = look()[Shade::Accent];
    accent.setAlphaF(0.45F); // the shares' lines stand before it
    m_bars->setBrush(accent);
}

// Shares that are at about the same place have one name together.
void DurationChart::paintOver(QPainter *painter)
{
    if (m_summary.count == 0)
        return;
    const QRect area = axisRect()->rect();
    const std::pair<microseconds, QString> shares[] = {
        {m_summary.p50, QStringLiteral("p50")},
        {m_summary.p90, QStringLiteral("p90")},
        {m_summary.p99, QStringLiteral("p99")},
    };
    const QFont font = fontOf(Type::CaptionStrong);
    const qreal height = QFontMetricsF(font).height();
    struct Name
    {
        qreal middle = 0;
        QString text;
    };
    QList<Name> names;
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(QPen(look().tone(Tone::Accent), 1, Qt::DashLine));
    for (const auto &[duration, text] : shares) {
        const qreal x = std::round(xAxis->coordToPixel(placeOf(duration)));
        painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
        const qreal half = figuresWidth(font, text) / 2;
        if (names.isEmpty()
            || x - half < names.last().middle + figuresWidth(font, names.last().text) / 2 + 6) {
            if (names.isEmpty())
                names += {x, text};
            else
                names.last().text += QStringLiteral(" · ") + text;
        } else {
            names += {x, text};
        }
    }
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(font);
    painter->setPen(look()[Shade::Text2]);
    for (const Name &name : names) {
        const qreal wide = figuresWidth(font, name.text);
        const qreal left
            = std::clamp(name.middle - wide / 2, qreal(0), std::max(0.0, width() - wide));
        drawFigures(painter, QRectF(left, area.top() - height - 2, wide + 2, height),
                    Qt::AlignVCenter, name.text);
    }
}

void DurationChart::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        setMarkRoom();
    Plot::changeEvent(event);
}

} // namespace Spawn
