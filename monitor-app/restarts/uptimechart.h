// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/plot.h"

#include <monitoring/spawnersnapshot.h>

#include <optional>

class QScrollBar;

namespace Spawn {

// How long each helper lived: a bar for each in the colour of its end, on a scale from 0.1 s to a
// day, and the one that runs now.
class UptimeChart final : public Plot
{
    Q_OBJECT
public:
    explicit UptimeChart(QWidget *parent = nullptr);

    void setHelpers(const QList<RestartSnapshot> &oldestFirst, const HelperSnapshot &current,
                    qint64 now);
    void setSelected(std::optional<quint64> number);

    QSize sizeHint() const override { return {640, 192}; }
    QSize minimumSizeHint() const override { return {320, 150}; }

Q_SIGNALS:
    void clicked(quint64 number);

protected:
    void colour() override;
    void paintOver(QPainter *painter) override;
    qreal sideWidth() const override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    static constexpr int Kinds = 6; // the reasons, and the one that runs

    struct Bar
    {
        double seconds = 0;
        int kind = 0;
        quint64 number = 0; // 0: the one that runs
        QString label;
    };

    void placeBars();
    void placeSelection();
    void setScale();
    QRectF barRect(int place) const;
    double pitch() const; // pixels

    QList<Bar> m_all;
    std::array<QCPBars *, Kinds> m_bars{};
    QCPItemRect *m_selection;
    QScrollBar *m_scroll;
    std::optional<quint64> m_selected;
};

} // namespace Spawn
