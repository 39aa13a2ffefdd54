// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/samplehistory.h"
#include "widgets/card.h"

namespace Spawn {

class Curve;

// Three large figures, how many waited in the last minute, and the limits.
class QueueCard final : public Card
{
    Q_OBJECT
public:
    explicit QueueCard(QWidget *parent = nullptr);

    void setQueue(const QueueSnapshot &queue, const Mark &oldestMark);
    void setSamples(const QList<Sample> &samples);

    QSize sizeHint() const override { return {320, 245}; }
    QSize minimumSizeHint() const override { return {240, 245}; }
    bool showsAll() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Figure
    {
        QString value;
        QString rest;
        QString caption;
        Tone tone = Tone::Neutral;
    };
    QList<Figure> figures() const;

    QueueSnapshot m_queue;
    Mark m_oldestMark;
    int m_most = 0;
    Curve *m_curve;
};

} // namespace Spawn
