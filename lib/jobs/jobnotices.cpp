// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "jobs/jobnotices.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtCore/QPointer>

#include <utility>

namespace Spawn {

void JobNotices::post(Notice notice)
{
    m_notices.push_back(std::move(notice));
    wake();
}

void JobNotices::wake()
{
    if (!std::exchange(m_wakePosted, true))
        QCoreApplication::postEvent(this, new QEvent(QEvent::User));
}

bool JobNotices::event(QEvent *event)
{
    if (event->type() != QEvent::User)
        return QObject::event(event);
    m_wakePosted = false;
    const QPointer<JobNotices> guard(this);
    // Those there are, and none that a slot adds: the loop has its turn in between.
    for (size_t count = m_notices.size(); guard && count > 0 && !m_notices.empty(); --count) {
        const Notice notice = std::move(m_notices.front());
        m_notices.pop_front();
        // Before it: it may throw, or run a loop that waits for one of the others.
        if (!m_notices.empty())
            wake();
        notice();
    }
    return true;
}

} // namespace Spawn
