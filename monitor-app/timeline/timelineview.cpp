// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "timeline/timelineview.h"

#include "look/theme.h"
#include "timeline/hovercard.h"
#include "timeline/timelinecards.h"
#include "timeline/timelinepainter.h"
#include "window/shownapplication.h"

#include <QtGui/QAccessible>
#include <QtWidgets/QScrollBar>

#include <algorithm>

namespace Spawn {

using namespace std::chrono_literals;
using Geometry = TimelineGeometry;

static constexpr int BehindNow = 24; // pixels that the future has
static constexpr qint64 FirstLength = 7 * 60'000;

TimelineView::TimelineView(QWidget *parent) : QAbstractScrollArea(parent), m_card(nullptr)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(QStringLiteral("Timeline of commands"));
    viewport()->setMouseTracking(true);
    m_card = new HoverCard(viewport());
    m_cardTimer.setSingleShot(true);
    m_cardTimer.setInterval(150ms);
    connect(&m_cardTimer, &QTimer::timeout, this, &TimelineView::showCard);
    if (Theme *const theme = Theme::instance())
        connect(theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void TimelineView::setApplication(ShownApplication *application)
{
    if (m_application)
        m_application->disconnect(this);
    m_application = application;
    m_history = {};
    m_layout = {};
    m_selected = 0;
    setRange({});
    hideCard();
    if (!application)
        return;
    connect(application, &ShownApplication::reset, this, &TimelineView::reset);
    connect(application, &ShownApplication::rowsChanged, this, [this](const QList<quint64> &ids) {
        m_history.update(m_application->snapshot(), ids);
        match(ids);
        if (isVisible())
            refresh();
    });
    connect(application, &ShownApplication::figuresChanged, this, [this] {
        if (isVisible())
            refresh();
    });
    m_scale.range = {application->now() - FirstLength, application->now()};
    m_following = true;
    reset();
    Q_EMIT followingChanged(true);
}

void TimelineView::reset()
{
    m_history.reset(m_application->snapshot());
    match(m_application->snapshot().commands.keys());
    refresh();
}

void TimelineView::setQuery(const CommandQuery &query)
{
    m_query = query;
    m_matching.clear();
    if (m_application) {
        match(m_application->snapshot().commands.keys());
        refresh();
    }
}

void TimelineView::match(const QList<quint64> &ids)
{
    if (m_query.isEmpty())
        return;
    for (const quint64 id : ids) {
        const auto command = m_application->snapshot().commands.constFind(id);
        if (command != m_application->snapshot().commands.cend() && m_query.matches(*command))
            m_matching.insert(id);
        else
            m_matching.remove(id);
    }
}

TimelineGeometry TimelineView::shape() const
{
    TimelineGeometry shape;
    shape.size = viewport()->size();
    shape.scroll = verticalScrollBar()->value();
    // The lanes of a limit that is not reached are shown as long as they are few.
    constexpr int few = 8;
    const int limit = m_application ? m_application->snapshot().queue.runningLimit : 0;
    shape.slotCount = std::max(m_layout.runningLanes, std::clamp(limit, 1, few));
    shape.waitCount = m_layout.waitingLanes;
    return shape;
}

void TimelineView::refresh()
{
    if (!m_application)
        return;
    m_scale.width = std::max(1, viewport()->width() - Geometry::Labels);
    if (m_following)
        moveToNow();
    const SpawnerSnapshot &snapshot = m_application->snapshot();
    m_layout = layOut(m_history, snapshot.restarts, snapshot.helper,
                      {m_scale, m_application->now(), m_query.isEmpty() ? nullptr : &m_matching});
    const TimelineGeometry shape = this->shape();
    const int room = viewport()->height() - Geometry::LanesTop;
    verticalScrollBar()->setRange(0, std::max(0, shape.contentHeight() - room));
    verticalScrollBar()->setPageStep(room);
    verticalScrollBar()->setSingleStep(Geometry::Slot);
    viewport()->update();
    Q_EMIT refreshed();
}

void TimelineView::moveToNow()
{
    const qint64 length = m_scale.range.length();
    const auto behind = qint64(BehindNow * m_scale.perPixel());
    m_scale.range.to = m_application->now() + behind;
    m_scale.range.from = m_scale.range.to - length;
}

void TimelineView::setScale(const TimeScale &scale)
{
    m_scale = scale;
    hideCard();
    refresh();
}

void TimelineView::setFollowing(bool following)
{
    if (following == m_following)
        return;
    m_following = following;
    refresh();
    Q_EMIT followingChanged(following);
}

double TimelineView::fixedX() const
{
    if (!m_application || m_following)
        return m_scale.width - BehindNow;
    const TimelineBar *const bar = selectedBar();
    return bar ? double(bar->left + bar->right) / 2 : m_scale.width / 2.0;
}

void TimelineView::zoom(double times)
{
    setScale(m_scale.zoomed(times, fixedX()));
}

void TimelineView::pan(double pixels)
{
    setFollowing(false);
    TimeScale scale = m_scale.moved(pixels);
    // Something of what there is stays in view.
    const qint64 now = m_application ? m_application->now() : 0;
    const qint64 begin = std::min({now, m_history.runs().begin(), m_history.waits().begin()});
    const qint64 half = scale.range.length() / 2;
    const qint64 from
        = std::clamp(scale.range.from, begin - half, std::max(begin - half, now - half));
    scale.range = {from, from + scale.range.length()};
    setScale(scale);
}

void TimelineView::showRange(const TimeRange &range)
{
    TimeScale scale = m_scale;
    scale.range = range;
    setFollowing(m_application && range.contains(m_application->now()));
    setScale(scale.zoomed(1, 0));
}

void TimelineView::fit()
{
    if (!m_application)
        return;
    const qint64 now = m_application->now();
    const qint64 begin
        = std::min({m_history.runs().begin(), m_history.waits().begin(), now - 1000});
    const double share = double(BehindNow) / m_scale.width;
    showRange({begin, now + 1 + qint64(double(now - begin) * share / (1 - share))});
}

void TimelineView::setRange(std::optional<TimeRange> range)
{
    if (range && range->isEmpty())
        range.reset();
    if (range == m_range)
        return;
    m_range = range;
    viewport()->update();
    Q_EMIT rangeChanged();
}

void TimelineView::select(quint64 command)
{
    if (command == m_selected)
        return;
    m_selected = command;
    viewport()->update();
    speak();
    Q_EMIT selectionChanged(command);
}

bool TimelineView::reveal(quint64 command)
{
    if (!m_application)
        return false;
    const auto found = m_application->snapshot().commands.constFind(command);
    if (found == m_application->snapshot().commands.cend())
        return false;
    const qint64 begin = found->started != 0 ? found->started : found->submitted;
    if (!m_scale.range.contains(begin)) {
        setFollowing(false);
        TimeScale scale = m_scale;
        scale.range.from = begin - scale.range.length() / 3;
        scale.range.to = scale.range.from + m_scale.range.length();
        setScale(scale);
    }
    select(command);
    return true;
}

const TimelineBar *TimelineView::selectedBar() const
{
    for (const auto *const bars : {&m_layout.running, &m_layout.waiting}) {
        const auto found = std::find_if(bars->begin(), bars->end(), [this](const TimelineBar &bar) {
            return bar.command == m_selected && m_selected != 0;
        });
        if (found != bars->end())
            return &*found;
    }
    return nullptr;
}

void TimelineView::speak()
{
    const TimelineBar *const bar = selectedBar();
    setAccessibleDescription(
        bar ? spokenText(barCard(*bar, m_application->snapshot(), m_application->now()))
            : QString());
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
}

void TimelineView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    if (!m_application) {
        painter.fillRect(viewport()->rect(), look()[Shade::Surface]);
        return;
    }
    const TimelinePainter::Scene scene{
        m_layout, m_application->snapshot(), shape(), m_selected, m_range, hasFocus()};
    TimelinePainter(&painter, scene).paint();
}

void TimelineView::showEvent(QShowEvent *event)
{
    QAbstractScrollArea::showEvent(event);
    refresh();
}

void TimelineView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    refresh();
}

void TimelineView::scrollContentsBy(int, int)
{
    hideCard();
    viewport()->update();
}

} // namespace Spawn
