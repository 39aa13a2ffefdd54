// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/plot.h"

#include <jobs/jobsnapshot.h>

namespace Spawn {

// How many took how long: a bar for each power of two of a microsecond, and lines at the shares
// that are spoken of.
class DurationChart final : public Plot
{
    Q_OBJECT
public:
    explicit DurationChart(const QString &name, QWidget *parent = nullptr);

    void setSummary(const DurationSummary &summary);

    QSize sizeHint() const override { return {320, 136}; }
    QSize minimumSizeHint() const override { return {200, 96}; }

protected:
    void colour() override;
    void paintOver(QPainter *painter) override;
    void changeEvent(QEvent *event) override;

private:
    void setMarkRoom();
    void showScale();

    const QString m_name;
    QCPBars *m_bars;
    DurationSummary m_summary;
};

} // namespace Spawn
