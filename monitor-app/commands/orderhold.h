// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>
#include <QtCore/QTimer>

class QAbstractItemView;

namespace Spawn {

// Whether somebody is at work in a table: from a move of the pointer over it, a wheel, a button or
// a key until 1 s after the last. As long as that its rows had better stay where they are.
class OrderHold final : public QObject
{
    Q_OBJECT
public:
    explicit OrderHold(QAbstractItemView *table);

    bool isHeld() const { return m_timer.isActive(); }
    void release();

Q_SIGNALS:
    void changed(bool held);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    QTimer m_timer;
};

} // namespace Spawn
