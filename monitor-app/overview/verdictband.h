// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health.h"

#include <QtWidgets/QWidget>

class QPushButton;

namespace Spawn {

// The health of an application in one sentence, and the rule that is broken.
class VerdictBand final : public QWidget
{
    Q_OBJECT
public:
    explicit VerdictBand(QWidget *parent = nullptr);

    void setHealth(const Health &health);

    QSize sizeHint() const override { return {480, 60}; }
    QSize minimumSizeHint() const override { return {320, 60}; }

Q_SIGNALS:
    void opened(const Spawn::Subject &subject);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Health m_health;
    QPushButton *m_button;
};

} // namespace Spawn
