// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QList>
#include <QtWidgets/QWidget>

namespace Spawn {

// A series without axes: accent, the ground below it filled, a dot at now. From 0 to a maximum that
// grows at once and shrinks after ten seconds.
class Curve final : public QWidget
{
    Q_OBJECT
public:
    explicit Curve(int height, QWidget *parent = nullptr);

    // One value a second, the newest last; -1 is a gap. So many fill the width.
    void setValues(const QList<double> &values, int capacity);
    void setFloor(double maximum); // the scale shows at least this
    void setLineWidth(qreal width);
    void setShowsDot(bool shows);

    QSize sizeHint() const override { return {120, m_height}; }
    QSize minimumSizeHint() const override { return {40, m_height}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<double> m_values;
    int m_capacity = 60;
    int m_height;
    double m_floor = 1;
    double m_maximum = 0;
    int m_lower = 0; // for how many samples a smaller scale would do
    qreal m_lineWidth = 1.6;
    bool m_showsDot = true;
};

// The next of 1, 2, 5 times a power of ten.
double scaleStep(double value);

} // namespace Spawn
