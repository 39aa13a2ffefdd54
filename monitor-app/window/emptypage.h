// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QWidget>

class QPushButton;

namespace Spawn {

// What the window shows while no application is attached: why, and what to do.
class EmptyPage final : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyPage(QWidget *parent = nullptr);

    void setUnattachable(int count); // of the applications that run here

Q_SIGNALS:
    void attachRequested();
    void launchRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *m_block; // where the words stand, a little above the middle
    QPushButton *m_why;
    int m_unattachable = 0;
};

} // namespace Spawn
