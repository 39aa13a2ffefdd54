// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

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

protected:
    bool event(QEvent *event) override;

private:
    void wake();

    std::deque<Notice> m_notices;
    bool m_wakePosted = false;
};

} // namespace Spawn
