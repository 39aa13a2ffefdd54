// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobnotices.h"

#include <QtCore/QPointer>
#include <QtCore/QTimerEvent>

#include <utility>

namespace Spawn {

void JobNotices::post(Notice notice)
{
    m_notices.push_back(std::move(notice));
    if (!m_wake.isActive())
        m_wake.start(0, this);
}

void JobNotices::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_wake.timerId())
        deliver();
    else
        QObject::timerEvent(event);
}

void JobNotices::deliver()
{
    const QPointer<JobNotices> guard(this);
    // Those there are, and none that a slot adds: the loop has its turn in between.
    for (size_t count = m_notices.size(); guard && count > 0 && !m_notices.empty(); --count) {
        const Notice notice = std::move(m_notices.front());
        m_notices.pop_front();
        notice();
    }
    if (guard && m_notices.empty())
        m_wake.stop();
}

} // namespace Spawn
