// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QBasicTimer>
#include <QtCore/QObject>

#include <deque>
#include <functional>

namespace Spawn {

// What is to be told to the user, in its order, from the event loop. Whoever decides never emits
// itself: a slot may then do anything, delete the runner, throw, or run a loop of its own, and
// finds everything decided.
class JobNotices final : public QObject
{
public:
    using Notice = std::function<void()>;

    void post(Notice notice);
    // Now, by whoever has been called by the event loop and has nothing left to do.
    void deliver();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    std::deque<Notice> m_notices;
    // Runs while there are any: what a notice does, throwing or a loop of its own, keeps none of
    // the others back.
    QBasicTimer m_wake;
};

} // namespace Spawn
