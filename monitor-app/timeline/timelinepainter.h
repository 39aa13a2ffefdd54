// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "timeline/timelinegeometry.h"

#include <monitoring/spawnersnapshot.h>

#include <QtGui/QPainter>

#include <optional>

namespace Spawn {

// Draws a timeline from what has been laid out.
class TimelinePainter
{
public:
    struct Scene
    {
        const TimelineLayout &layout;
        const SpawnerSnapshot &snapshot;
        TimelineGeometry geometry;
        quint64 selected = 0;
        std::optional<TimeRange> range;
        bool focused = false;
    };

    TimelinePainter(QPainter *painter, const Scene &scene);
    void paint();

private:
    double x(qint64 moment) const;
    void drawRuler();
    void drawRange();
    void drawBands();
    void drawHelpers();
    void drawDepth();
    void drawLaneTitles();
    void drawSlots();
    void drawSlotText(const TimelineBar &bar, const QRectF &rect);
    void drawWaits();
    void drawNow();
    void drawLabel(double y, const QString &text, bool strong);

    QPainter *m_painter;
    const Scene &m_scene;
    const TimelineLayout &m_layout;
    const TimelineGeometry &m_geometry;
};

} // namespace Spawn
