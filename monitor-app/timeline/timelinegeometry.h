// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timelinelayout.h"

#include <QtCore/QPoint>
#include <QtCore/QRectF>
#include <QtCore/QSize>

#include <cmath>

namespace Spawn {

// Where the parts of a timeline are, in the pixels of its view. Ruler, helper and queue depth stay;
// the lanes below them scroll.
struct TimelineGeometry
{
    static constexpr int Labels = 132; // wide
    static constexpr int Ruler = 26;
    static constexpr int HelperTop = 39;
    static constexpr int HelperHeight = 16;
    static constexpr int DepthTop = 64;
    static constexpr int DepthHeight = 44;
    static constexpr int LanesTop = 116;
    static constexpr int Title = 30; // of "Running" and "Waiting"
    static constexpr int Slot = 30;
    static constexpr int Bar = 21;
    static constexpr int Wait = 7;
    static constexpr int WaitBar = 5;

    QSize size;
    int scroll = 0;
    int slotCount = 0;
    int waitCount = 0;

    int timeWidth() const { return size.width() - Labels; }
    int waitingTop() const { return Title + 2 + slotCount * Slot + 2; } // of what scrolls
    int contentHeight() const
    {
        return waitingTop() + Title + 7 + std::max(5, waitCount) * Wait + 8;
    }
    double y(int content) const { return LanesTop + content - scroll; }

    QRectF slotRect(const TimelineBar &bar) const
    {
        return {
            Labels + std::round(bar.left), y(Title + 2 + bar.lane * Slot + 5),
            std::max(double(NarrowestBar), double(std::round(bar.right) - std::round(bar.left))),
            double(Bar)};
    }
    QRectF waitRect(const TimelineBar &bar) const
    {
        return {
            Labels + std::round(bar.left), y(waitingTop() + Title + 7 + bar.lane * Wait),
            std::max(double(NarrowestBar), double(std::round(bar.right) - std::round(bar.left))),
            double(WaitBar)};
    }
};

} // namespace Spawn
