// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/samplehistory.h"
#include "widgets/plot.h"

namespace Spawn {

// The scale of values that come and go: it grows at once and shrinks after ten samples.
class LiveScale
{
public:
    // Takes the largest value; true when the scale is another one.
    bool take(double largest);
    double top() const { return m_step * m_steps; }
    double step() const { return m_step; }

private:
    double m_step = 0;
    int m_steps = 0;
    int m_lower = 0;
};

// Commands started per second: a bar for each of the last sixty.
class StartedChart final : public Plot
{
    Q_OBJECT
public:
    explicit StartedChart(QWidget *parent = nullptr);
    void setSamples(const QList<Sample> &samples);

protected:
    void colour() override;

private:
    QCPBars *m_bars;
    LiveScale m_scale;
};

// How long those that were started have waited: three lines, told apart by their dashes.
class WaitingChart final : public Plot
{
    Q_OBJECT
public:
    explicit WaitingChart(QWidget *parent = nullptr);
    void setSamples(const QList<Sample> &samples);

protected:
    void colour() override;
    void paintOver(QPainter *painter) override;

private:
    std::array<QCPGraph *, 3> m_lines{};
    LiveScale m_scale;
};

} // namespace Spawn
