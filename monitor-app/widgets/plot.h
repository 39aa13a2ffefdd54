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
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    // Over the series, with the colours of now.
    virtual void paintOver(QPainter *) { }
    // Sets the pens and brushes of the series.
    virtual void colour() { }
    // Around the axes, where labels need no more.
    void setRoom(const QMargins &room);
    // Of what a subclass writes to the right.
    virtual qreal sideWidth() const { return 0; }
    void fitLabels();
    static constexpr int LabelGap = 6;

private:
    void applyLook();

    QList<Label> m_valueLabels;
    QList<Label> m_timeLabels;
    bool m_centred = false;
    QMargins m_room{0, 8, 32, 0};
};

} // namespace Spawn
