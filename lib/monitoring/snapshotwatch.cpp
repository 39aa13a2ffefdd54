// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/snapshotwatch.h"

namespace Spawn {

using namespace std::chrono_literals;

static constexpr auto LookInterval = 200ms;

SnapshotWatch::SnapshotWatch(const QObject *watched, quint64 number, QObject *parent)
    : QObject(parent), m_number(number)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(LookInterval);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_timer.setInterval(LookInterval);
        publish();
        if (m_watched)
            look();
    });
    connect(watched, &QObject::destroyed, this, [this] {
        m_timer.stop();
        m_watched = false;
        Q_EMIT gone(m_number);
        deleteLater();
    });
    look();
}

void SnapshotWatch::setWatched(bool watched)
{
    m_watched = watched;
    if (watched)
        m_timer.start(0ms);
}

void SnapshotWatch::look()
{
    if (!m_timer.isActive())
        m_timer.start();
}

} // namespace Spawn
