// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QList>

#include "widgets/customplot.h"

namespace Spawn {

// A chart in the look of the window: QCustomPlot keeps the axes and draws the series and the
// hairlines; words and numbers are drawn on top, since its own labels know no figures of one width.
class Plot : public QCustomPlot
{
    Q_OBJECT
public:
    struct Label
    {
        double at = 0; // on the axis
        QString text;
        bool strong = false;
    };

    explicit Plot(QWidget *parent = nullptr);

    // To the right, each with a hairline.
    void setValueLabels(const QList<Label> &labels);
    // Below; the first begins at its place and the last ends there, unless they are centred.
    void setTimeLabels(const QList<Label> &labels, bool centred = false);
    void replotLater() { replot(QCustomPlot::rpQueuedReplot); }

    QSize minimumSizeHint() const override { return {160, 120}; }
    QSize sizeHint() const override { return {320, 150}; }

protected:
    static constexpr int RightMargin = 32;
    static constexpr int BottomMargin = 20;

    void paintEvent(QPaintEvent *event) override;
    // Over the series, with the colours of now.
    virtual void paintOver(QPainter *) { }
    // Sets the pens and brushes of the series.
    virtual void colour() { }
    void setMargins(int top, int right);

private:
    void applyLook();

    QList<Label> m_valueLabels;
    QList<Label> m_timeLabels;
    bool m_centred = false;
};

} // namespace Spawn
