// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/samplehistory.h"
#include "widgets/rowscard.h"

namespace Spawn {

class Curve;

// The helper process: its numbers, and its processor time as a curve.
class HelperCard final : public RowsCard
{
    Q_OBJECT
public:
    explicit HelperCard(QWidget *parent = nullptr);

    void setHelper(const SpawnerSnapshot &snapshot, qint64 now);
    void setSamples(const QList<Sample> &samples);

    QSize sizeHint() const override { return {320, 245}; }
    QSize minimumSizeHint() const override { return {220, 245}; }

private:
    Curve *m_curve;
};

} // namespace Spawn
