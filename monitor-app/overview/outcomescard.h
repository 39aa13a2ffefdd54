// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/rowscard.h"

#include <array>

namespace Spawn {

// How the commands ended, as a bar and as lines. What never happened is left out, but for the
// usual ones.
class OutcomesCard final : public RowsCard
{
    Q_OBJECT
public:
    explicit OutcomesCard(QWidget *parent = nullptr);

    void setOutcomes(const std::array<quint64, 9> &outcomes);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::array<quint64, 9> m_outcomes{};
};

} // namespace Spawn
