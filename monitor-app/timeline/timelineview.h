// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/commandquery.h"
#include "models/timelinehistory.h"
#include "models/timelinelayout.h"
#include "timeline/timelinegeometry.h"

#include <QtCore/QPointer>
#include <QtCore/QTimer>
#include <QtWidgets/QAbstractScrollArea>

#include <optional>

namespace Spawn {

class HoverCard;
class ShownApplication;

// Commands and helpers as bars over time. The wheel zooms, dragging pans, dragging with Shift sets
// the range; a click selects a command and a double click asks for it.
class TimelineView final : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit TimelineView(QWidget *parent = nullptr);

    void setApplication(ShownApplication *application);
    const TimelineHistory &history() const { return m_history; }
    const TimelineLayout &shown() const { return m_layout; }
    TimelineGeometry shape() const;

    bool isFollowing() const { return m_following; }
    void setFollowing(bool following); // the live edge stays in view
    void zoom(double times); // around the live edge, the selected command or the middle
    void fit(); // all that there is
    void pan(double pixels);
    void showRange(const TimeRange &range);

    std::optional<TimeRange> range() const { return m_range; }
    void setRange(std::optional<TimeRange> range);
    // At the pointer, at the selected command or at the edge of the view.
    void beginRange();
    void endRange();

    quint64 selected() const { return m_selected; } // 0: none
    void select(quint64 command);
    bool reveal(quint64 command); // selects it and brings it into view; false: it is not there
    void selectNext(int lanes, int bars);
    void setQuery(const CommandQuery &query);
    bool matches(quint64 command) const
    {
        return m_query.isEmpty() || m_matching.contains(command);
    }

Q_SIGNALS:
    void followingChanged(bool following);
    void rangeChanged();
    void selectionChanged(quint64 command);
    void activated(quint64 command);
    void refreshed(); // the layout is another

protected:
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    enum class Drag {
        None,
        Press, // not far enough to be one
        Pan,
        Range,
    };
    struct Hit
    {
        const TimelineBar *bar = nullptr;
        const TimelineGap *gap = nullptr;
        QRect rect;
    };

    void reset();
    void match(const QList<quint64> &ids);
    void refresh();
    void setScale(const TimeScale &scale);
    void moveToNow();
    double fixedX() const; // what stays where it is when the keys zoom
    double timeX(const QPointF &position) const { return position.x() - TimelineGeometry::Labels; }
    Hit hitAt(const QPoint &position) const;
    const TimelineBar *selectedBar() const;
    qint64 rangeEdge(bool end) const;
    void showCard();
    void hideCard();
    void speak();

    QPointer<ShownApplication> m_application;
    TimelineHistory m_history;
    TimelineLayout m_layout;
    TimeScale m_scale;
    CommandQuery m_query;
    QSet<quint64> m_matching;
    std::optional<TimeRange> m_range;
    quint64 m_selected = 0;
    bool m_following = true;
    Drag m_drag = Drag::None;
    QPointF m_pressed;
    TimeScale m_pressedScale;
    QPoint m_pointer{-1, -1}; // outside
    HoverCard *m_card;
    QTimer m_cardTimer;
};

} // namespace Spawn
