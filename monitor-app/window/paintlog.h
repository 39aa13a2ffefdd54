// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>
#include <QtCore/QString>

namespace Spawn {

class MainWindow;

// Says what has been painted, once for each number of rows, in the log category
// "spawn.window.painted": how long it takes is measured from outside.
class PaintLog final : public QObject
{
    Q_OBJECT
public:
    explicit PaintLog(MainWindow *window);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void write();

    MainWindow *const m_window;
    QString m_last;
};

} // namespace Spawn
