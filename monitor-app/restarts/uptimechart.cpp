// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "restarts/uptimechart.h"

#include "look/figures.h"
#include "look/glyph.h"
#include "look/theme.h"
#include "look/type.h"
#include "models/momenttext.h"
#include "models/quantity.h"

#include <QtCore/QtMath>
#include <QtGui/QMouseEvent>
#include <QtWidgets/QScrollBar>

#include <algorithm>
#include <cmath>

namespace Spawn {

static constexpr double Shortest = 0.1; // s
static constexpr double Longest = 86'400;
static constexpr double Healthy = 5; // RestartPolicy's healthyAfter, unless it was changed
static constexpr int ScrollHeight = 10;
static constexpr int ManyBars = 40;
static constexpr int LeastPitch = 18; // px: no bar is thinner than 12

static const QString HealthyText = QStringLiteral("5 s, healthy");

static QFont healthyFont()
{
    QFont font = fontOf(Type::Caption);
    font.setWeight(QFont::Medium);
    return font;
}

static int valueHeight()
{
    return std::max(16, qCeil(QFontMetricsF(fontOf(Type::Caption)).height()));
}

static Mark markOf(int kind)
{
    constexpr int running = 5;
    return kind == running ? Mark{Glyph::Triangle, Tone::Accent}
                           : helperExitMark(static_cast<HelperExit::Reason>(kind));
}

UptimeChart::UptimeChart(QWidget *parent)
    : Plot(parent), m_selection(new QCPItemRect(this)),
      m_scroll(new QScrollBar(Qt::Horizontal, this))
{
    setAccessibleName(QStringLiteral("Uptime of each helper"));
    yAxis->setScaleType(QCPAxis::stLogarithmic);
    for (QCPBars *&bars : m_bars) {
        bars = new QCPBars(xAxis, yAxis);
        bars->setBaseValue(Shortest);
        bars->setAntialiased(false);
    }
    // Behind the hairlines, from top to bottom.
    m_selection->setLayer(QStringLiteral("background"));
    m_selection->setClipToAxisRect(false);
    m_selection->setPen(Qt::NoPen);
    for (QCPItemPosition *const corner : {m_selection->topLeft, m_selection->bottomRight}) {
        corner->setTypeX(QCPItemPosition::ptPlotCoords);
        corner->setTypeY(QCPItemPosition::ptViewportRatio);
    }
    m_selection->setVisible(false);
    m_scroll->hide();
    connect(m_scroll, &QScrollBar::valueChanged, this, [this] {
        setScale();
        replotLater();
    });
    setValueLabels({{Shortest, QStringLiteral("0.1 s")},
                    {60, QStringLiteral("1 min")},
                    {3600, QStringLiteral("1 h")},
                    {Longest, QStringLiteral("1 d")}});
    setScale();
}

void UptimeChart::setHelpers(const QList<RestartSnapshot> &oldestFirst,
                             const HelperSnapshot &current, qint64 now)
{
    const bool atEnd = m_scroll->value() == m_scroll->maximum();
    m_all.clear();
    QDate day;
    for (const RestartSnapshot &restart : oldestFirst) {
        Bar bar;
        bar.seconds = double(restart.exit.uptime.count()) / 1000;
        bar.kind = int(restart.exit.reason);
        bar.number = restart.number;
        // The day only where it begins.
        const QDateTime time = restart.exit.time.toLocalTime();
        bar.label = time.toString(QStringLiteral("HH:mm"));
        if (time.date() != day) {
            // Today needs a name only behind another day.
            const bool today = time.date() == QDateTime::fromMSecsSinceEpoch(now).date();
            if (today && day.isValid())
                bar.label.prepend(QLocale::c().toString(time.date(), QStringLiteral("ddd ")));
            else if (!today)
                bar.label = shortMomentText(time.toMSecsSinceEpoch(), now);
            day = time.date();
        }
        m_all += bar;
    }
    if (current.processId > 0 && current.started > 0) {
        Bar bar;
        bar.seconds = double(std::max<qint64>(0, now - current.started)) / 1000;
        bar.kind = Kinds - 1;
        bar.label = QStringLiteral("now");
        m_all += bar;
    }
    placeBars();
    setScale();
    if (atEnd)
        m_scroll->setValue(m_scroll->maximum());
    placeSelection();
    replotLater();
}

void UptimeChart::setSelected(std::optional<quint64> number)
{
    if (number == m_selected)
        return;
    m_selected = number;
    const auto bar = std::find_if(m_all.begin(), m_all.end(), [&](const Bar &candidate) {
        return number && candidate.number == *number;
    });
    if (bar != m_all.end() && m_scroll->maximum() > 0) {
        const int place = int(bar - m_all.begin());
        if (place < m_scroll->value() || place >= m_scroll->value() + m_scroll->pageStep())
            m_scroll->setValue(place - m_scroll->pageStep() / 2);
    }
    placeSelection();
    replotLater();
}

double UptimeChart::pitch() const
{
    return axisRect()->width() / std::max(1.0, xAxis->range().size());
}

void UptimeChart::placeBars()
{
    std::array<QVector<double>, Kinds> keys;
    std::array<QVector<double>, Kinds> values;
    QList<Label> labels;
    for (int i = 0; i < m_all.size(); ++i) {
        const Bar &bar = m_all.at(i);
        keys[size_t(bar.kind)] += i;
        values[size_t(bar.kind)] += std::clamp(bar.seconds, Shortest * 1.2, Longest * 1.5);
        labels += {double(i), bar.label, m_selected && bar.number == *m_selected};
    }
    for (size_t kind = 0; kind < Kinds; ++kind)
        m_bars[kind]->setData(keys[kind], values[kind], true);
    setTimeLabels(labels, true);
}

void UptimeChart::placeSelection()
{
    placeBars(); // the label of the selected one is strong
    const auto bar = std::find_if(m_all.begin(), m_all.end(), [this](const Bar &candidate) {
        return m_selected && candidate.number == *m_selected && candidate.number != 0;
    });
    m_selection->setVisible(bar != m_all.end());
    if (bar == m_all.end())
        return;
    const double place = double(bar - m_all.begin());
    m_selection->topLeft->setCoords(place - 0.45, 0);
    m_selection->bottomRight->setCoords(place + 0.45, 1);
}

void UptimeChart::setScale()
{
    const int all = int(m_all.size());
    const int width = std::max(1, this->width() - axisRect()->margins().right());
    const int fitting = std::max(1, std::min(ManyBars, width / LeastPitch));
    const bool scrolls = all > fitting;
    m_scroll->setVisible(scrolls);
    m_scroll->setPageStep(fitting);
    m_scroll->setRange(0, std::max(0, all - fitting));
    m_scroll->setGeometry(0, height() - ScrollHeight, width, ScrollHeight);
    // Above the highest bar is its value.
    setRoom({0, 2 + valueHeight(), 72, scrolls ? ScrollHeight : 0});
    // A few bars stand as far apart as eight would.
    constexpr int few = 8;
    const double first = scrolls ? m_scroll->value() : 0;
    xAxis->setRange(first - 0.5, first + (scrolls ? fitting : std::max(few, all)) - 0.5);
    yAxis->setRange(Shortest, Longest * 2);
    const double pixels = width / xAxis->range().size();
    const double bar = std::clamp(pixels * 0.37, 12.0, 44.0) / pixels;
    for (QCPBars *const bars : m_bars)
        bars->setWidth(bar);
}

void UptimeChart::colour()
{
    for (int kind = 0; kind < Kinds; ++kind) {
        m_bars[size_t(kind)]->setBrush(look().tint(markOf(kind).tone));
        m_bars[size_t(kind)]->setPen(Qt::NoPen);
    }
    m_selection->setBrush(look()[Shade::Soft]);
}

QRectF UptimeChart::barRect(int place) const
{
    const double middle = xAxis->coordToPixel(place);
    const double width = m_bars[0]->width() * pitch();
    const double seconds = std::clamp(m_all.at(place).seconds, Shortest * 1.2, Longest * 1.5);
    const double top = std::round(yAxis->coordToPixel(seconds));
    const double left = std::round(middle - width / 2);
    return {left, top, std::round(width), axisRect()->bottom() + 1 - top};
}

void UptimeChart::paintOver(QPainter *painter)
{
    const QRect area = axisRect()->rect();
    const double healthy = std::round(yAxis->coordToPixel(Healthy)) + 0.5;
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(QPen(look()[Shade::Text3], 1, Qt::DashLine));
    painter->drawLine(QPointF(area.left(), healthy), QPointF(area.right(), healthy));
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(look()[Shade::Text2]);
    painter->setFont(healthyFont());
    drawFigures(painter, QRectF(area.right() + LabelGap, healthy - 8, width(), 16),
                Qt::AlignVCenter, HealthyText);

    const bool named = pitch() >= 60;
    for (int i = 0; i < m_all.size(); ++i) {
        const Bar &bar = m_all.at(i);
        const QRectF rect = barRect(i);
        if (rect.left() < area.left() - 1 || rect.right() > area.right() + 2)
            continue;
        const Mark mark = markOf(bar.kind);
        const QColor &color = look().tone(mark.tone);
        const bool selected = m_selected && bar.number == *m_selected;
        painter->setBrush(Qt::NoBrush);
        if (bar.number == 0 && bar.kind == Kinds - 1) {
            QPen pen(color, 1.4);
            pen.setDashPattern({4, 2});
            painter->setPen(pen);
            painter->drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5));
        } else {
            if (selected) {
                painter->setPen(QPen(color, 1));
                painter->drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5));
            }
            painter->fillRect(QRectF(rect.left(), rect.top(), rect.width(), 3), color);
        }
        const QString text = bar.kind == Kinds - 1
            ? spanText(std::chrono::milliseconds(qint64(bar.seconds * 1000)))
            : roughSpanText(std::chrono::milliseconds(qint64(bar.seconds * 1000)));
        painter->setFont(fontOf(Type::Caption));
        const qreal width = named ? 16 + figuresWidth(painter->font(), text) : 12;
        const qreal left = rect.center().x() - width / 2;
        const int height = valueHeight();
        drawMark(painter, QRectF(left, rect.top() - 10 - height / 2, 12, 12), mark);
        painter->setPen(look()[Shade::Text2]);
        if (named)
            drawFigures(painter, QRectF(left + 17, rect.top() - 4 - height, width, height),
                        Qt::AlignVCenter, text);
    }
}

qreal UptimeChart::sideWidth() const
{
    return figuresWidth(healthyFont(), HealthyText);
}

void UptimeChart::resizeEvent(QResizeEvent *event)
{
    Plot::resizeEvent(event);
    setScale();
}

void UptimeChart::mousePressEvent(QMouseEvent *event)
{
    const int place = qRound(xAxis->pixelToCoord(event->position().x()));
    if (place >= 0 && place < m_all.size() && m_all.at(place).number != 0)
        Q_EMIT clicked(m_all.at(place).number);
}

void UptimeChart::wheelEvent(QWheelEvent *event)
{
    QCoreApplication::sendEvent(m_scroll, event);
}

} // namespace Spawn
