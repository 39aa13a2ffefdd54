// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The pointer and the keys of a timeline.
#include "timeline/hovercard.h"
#include "timeline/timelinecards.h"
#include "timeline/timelineview.h"
#include "window/shownapplication.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QMouseEvent>
#include <QtWidgets/QApplication>
#include <QtWidgets/QScrollBar>

#include <algorithm>
#include <cmath>

namespace Spawn {

using Geometry = TimelineGeometry;

static constexpr int Near = 2; // pixels that a bar is larger for the pointer

// The bars of a lane are in the order of time, and lanes follow each other.
static const TimelineBar *barAt(const std::vector<TimelineBar> &bars, int lane, double x)
{
    const auto after
        = std::upper_bound(bars.begin(), bars.end(), std::pair(lane, x + Near),
                           [](const std::pair<int, double> &at, const TimelineBar &bar) {
                               return at < std::pair(bar.lane, double(bar.left));
                           });
    if (after == bars.begin())
        return nullptr;
    const TimelineBar &bar = *std::prev(after);
    return bar.lane == lane && double(bar.right) + Near >= x ? &bar : nullptr;
}

TimelineView::Hit TimelineView::hitAt(const QPoint &position) const
{
    Hit hit;
    const TimelineGeometry shape = this->shape();
    const double x = timeX(position);
    if (x < 0)
        return hit;
    if (position.y() >= Geometry::LanesTop) {
        const int content = position.y() - Geometry::LanesTop + shape.scroll;
        const int slot = content - Geometry::Title - 2;
        const int wait = content - shape.waitingTop() - Geometry::Title - 7;
        if (wait >= 0) {
            hit.bar = barAt(m_layout.waiting, wait / Geometry::Wait, x);
            if (hit.bar)
                hit.rect = shape.waitRect(*hit.bar).toAlignedRect();
        } else if (slot >= 0 && slot < shape.slotCount * Geometry::Slot) {
            hit.bar = barAt(m_layout.running, slot / Geometry::Slot, x);
            if (hit.bar)
                hit.rect = shape.slotRect(*hit.bar).toAlignedRect();
            if (hit.bar && (position.y() < hit.rect.top() || position.y() > hit.rect.bottom() + 1))
                hit.bar = nullptr;
        }
    } else if (position.y() > Geometry::Ruler && position.y() < Geometry::DepthTop) {
        for (const TimelineGap &gap : m_layout.gaps) {
            const double left = m_layout.x(gap.from);
            const double right = std::max(left + 16, m_layout.x(gap.to));
            if (x < left - Near || x > right + Near)
                continue;
            hit.gap = &gap;
            hit.rect = QRectF(Geometry::Labels + left, Geometry::HelperTop, right - left,
                              Geometry::HelperHeight)
                           .toAlignedRect();
        }
    }
    return hit;
}

bool TimelineView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave) {
        m_pointer = QPoint(-1, -1);
        hideCard();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void TimelineView::showCard()
{
    if (!m_application || m_drag != Drag::None)
        return;
    const Hit hit = hitAt(m_pointer);
    const SpawnerSnapshot &snapshot = m_application->snapshot();
    if (hit.bar)
        m_card->showAt(barCard(*hit.bar, snapshot, m_application->now()), hit.rect, m_pointer);
    else if (hit.gap)
        m_card->showAt(gapCard(*hit.gap, snapshot, m_application->now()), hit.rect, m_pointer);
}

void TimelineView::hideCard()
{
    m_cardTimer.stop();
    m_card->hide();
}

void TimelineView::wheelEvent(QWheelEvent *event)
{
    const int delta = event->angleDelta().y();
    if (event->angleDelta().x() != 0) {
        pan(-event->angleDelta().x() / 2.0);
    } else if (event->modifiers() & Qt::ControlModifier
               || timeX(event->position()) < 0) { // over the names: through the lanes
        verticalScrollBar()->setValue(verticalScrollBar()->value() - delta / 2);
    } else if (delta != 0) {
        const double x = m_following ? fixedX() : timeX(event->position());
        setScale(m_scale.zoomed(std::pow(1.25, delta / 120.0), x));
    }
    event->accept();
}

void TimelineView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    hideCard();
    m_pressed = event->position();
    m_pressedScale = m_scale;
    m_drag = event->modifiers() & Qt::ShiftModifier ? Drag::Range : Drag::Press;
}

void TimelineView::mouseMoveEvent(QMouseEvent *event)
{
    m_pointer = event->position().toPoint();
    const double way = event->position().x() - m_pressed.x();
    if (m_drag == Drag::Press && std::abs(way) >= QApplication::startDragDistance())
        m_drag = Drag::Pan;
    if (m_drag == Drag::Pan) {
        m_scale = m_pressedScale;
        pan(-way);
    } else if (m_drag == Drag::Range) {
        const auto [left, right] = std::minmax({timeX(m_pressed), timeX(event->position())});
        setRange(TimeRange{m_scale.moment(std::max(0.0, left)), m_scale.moment(right)});
    } else if (m_drag == Drag::None) {
        hideCard();
        m_cardTimer.start();
    }
}

void TimelineView::mouseReleaseEvent(QMouseEvent *event)
{
    const Drag drag = std::exchange(m_drag, Drag::None);
    if (drag != Drag::Press)
        return;
    const Hit hit = hitAt(event->position().toPoint());
    select(hit.bar ? hit.bar->command : 0);
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const Hit hit = hitAt(event->position().toPoint());
    if (hit.bar)
        Q_EMIT activated(hit.bar->command);
}

qint64 TimelineView::rangeEdge(bool end) const
{
    const double width = m_scale.width;
    if (viewport()->rect().contains(m_pointer) && timeX(m_pointer) >= 0)
        return m_scale.moment(timeX(m_pointer));
    if (const TimelineBar *const bar = selectedBar())
        return m_scale.moment(std::clamp(double(end ? bar->right : bar->left), 0.0, width));
    return end ? std::min(m_scale.range.to, m_application->now()) : m_scale.range.from;
}

void TimelineView::beginRange()
{
    if (!m_application)
        return;
    const qint64 from = rangeEdge(false);
    const qint64 last = std::min(m_scale.range.to, m_application->now());
    setRange(TimeRange{from, m_range && m_range->to > from ? m_range->to : last});
}

void TimelineView::endRange()
{
    if (!m_application)
        return;
    const qint64 to = rangeEdge(true);
    setRange(TimeRange{m_range && m_range->from < to ? m_range->from : m_scale.range.from, to});
}

// The next bar of the lane, or the nearest of another lane.
void TimelineView::selectNext(int lanes, int bars)
{
    const std::vector<TimelineBar> &all
        = m_layout.running.empty() ? m_layout.waiting : m_layout.running;
    if (all.empty())
        return;
    const auto current = std::find_if(all.begin(), all.end(), [this](const TimelineBar &bar) {
        return bar.command == m_selected;
    });
    if (current == all.end()) {
        // The one that began last.
        const auto last = std::max_element(
            all.begin(), all.end(),
            [](const TimelineBar &a, const TimelineBar &b) { return a.left < b.left; });
        select(last->command);
        return;
    }
    if (bars != 0) {
        const auto place = current - all.begin() + bars;
        if (place >= 0 && place < std::ssize(all) && all[size_t(place)].lane == current->lane)
            select(all[size_t(place)].command);
        return;
    }
    const TimelineBar *nearest = nullptr;
    for (const TimelineBar &bar : all) {
        if (bar.lane == current->lane + lanes
            && (!nearest
                || std::abs(bar.left - current->left) < std::abs(nearest->left - current->left)))
            nearest = &bar;
    }
    if (nearest)
        select(nearest->command);
}

void TimelineView::keyPressEvent(QKeyEvent *event)
{
    const bool control = event->modifiers() & Qt::ControlModifier;
    const double step = m_scale.width / 8.0;
    switch (event->key()) {
    case Qt::Key_Left:
        control ? selectNext(0, -1) : pan(-step);
        break;
    case Qt::Key_Right:
        control ? selectNext(0, 1) : pan(step);
        break;
    case Qt::Key_Up:
        selectNext(-1, 0);
        break;
    case Qt::Key_Down:
        selectNext(1, 0);
        break;
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        verticalScrollBar()->triggerAction(event->key() == Qt::Key_PageUp
                                               ? QAbstractSlider::SliderPageStepSub
                                               : QAbstractSlider::SliderPageStepAdd);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_selected != 0)
            Q_EMIT activated(m_selected);
        break;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void TimelineView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void TimelineView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace Spawn
