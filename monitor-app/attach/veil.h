// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QWidget>

namespace Spawn {

// Darkens a window as long as a sheet is in front of it.
class Veil final : public QWidget
{
    Q_OBJECT
public:
    explicit Veil(QWidget *window);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;
};

} // namespace Spawn
